# bash completion for shop, for the bash 3.2 of macOS, too. Nothing that is answered is ever evaluated.
_shop() {
  local kind='' prefix='' value about line listed='' longest=0 count=0 at
  local values=() abouts=()
  COMPREPLY=()
  {
    IFS=$'\t' read -r kind prefix
    while IFS=$'\t' read -r value about; do
      values[count]=$value
      abouts[count]=$about
      count=$((count + 1))
      [ "${#value}" -gt "$longest" ] && longest=${#value}
    done
  } < <(shop __complete bash "${COMP_WORDS[@]:1:COMP_CWORD-1}" "$2" 2>/dev/null)

  compopt -o nosort 2>/dev/null
  case $kind in
    files) compopt -o default 2>/dev/null ;;
    list) compopt -o nospace 2>/dev/null ;;
  esac
  # Descriptions stand in a list (63 is ?, 33 is !, 64 is @) and never in what is put into the line.
  case $COMP_TYPE in 63 | 33 | 64) [ "$count" -gt 1 ] && listed=yes ;; esac
  for ((at = 0; at < count; at++)); do
    line=$prefix${values[at]}
    if [ -n "$listed" ] && [ -n "${abouts[at]}" ]; then
      printf -v line '%-*s  %s' "$((${#prefix} + longest))" "$line" "${abouts[at]}"
    fi
    COMPREPLY[at]=$line
  done
  # Those that do not begin with what was typed have nothing in common: the word stays as it is.
  [ "$kind" = found ] && [ "$count" -gt 1 ] && COMPREPLY[count]=' '
  return 0
}
complete -F _shop shop
