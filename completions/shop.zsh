#compdef shop
# zsh completion for shop. Nothing that is answered is ever evaluated.
_shop() {
  local kind prefix value about
  local -a lines more
  {
    IFS=$'\t' read -r kind prefix
    while IFS=$'\t' read -r value about; do
      lines+=("${value//:/\\:}${about:+:$about}")
    done
  } < <(shop __complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)

  if [[ -n $prefix && $PREFIX == "$prefix"* ]]; then
    IPREFIX+=$prefix
    PREFIX=${PREFIX#"$prefix"}
  fi
  case $kind in
    files) _files && return ;;
    list) more=(-S '') ;;
    # Those that do not begin with what was typed take its place, one after the other.
    found)
      more=(-U)
      (( $#lines > 1 )) && compstate[insert]=menu
      ;;
  esac
  (( $#lines )) && _describe -V shop lines "${more[@]}"
}
if [[ $funcstack[1] == _shop ]]; then
  _shop "$@"
else
  compdef _shop shop
fi
