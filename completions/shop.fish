# fish completion for shop. Nothing that is answered is ever evaluated.
function __shop_complete
    set -l words (commandline -opc)
    while string match -qr '^\w+=' -- $words[1]
        set -e words[1]
    end
    set -l answer (shop __complete fish $words[2..] (commandline -ct) 2>/dev/null)
    set -l head (string split \t -- $answer[1])
    if test "$head[1]" = files
        __fish_complete_path (commandline -ct)
    else if test (count $answer) -gt 1
        printf '%s\n' "$head[2]"$answer[2..]
    end
end
complete -c shop -f -k -a '(__shop_complete)'
