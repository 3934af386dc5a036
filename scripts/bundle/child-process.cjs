// Stands in for what Commander would start a subcommand's own program with: all of ours are in this one.
module.exports = {};
