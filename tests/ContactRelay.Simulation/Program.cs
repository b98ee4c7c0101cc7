using System.CommandLine;
using ContactRelay.Simulation;

var seeds = new Option<int>("--seeds") { Description = "How many seeds.", DefaultValueFactory = _ => 50_000 };
var from = new Option<ulong>("--from") { Description = "The first of them." };
var run = new Command("run", "Runs many seeds, each twice.") { seeds, from };
run.SetAction(parsed => Commands.Run(parsed.GetValue(from), parsed.GetValue(seeds)));

var seed = new Option<ulong>("--seed") { Description = "The seed.", Required = true };
var replay = new Command("replay", "Runs one seed and shows its every step.") { seed };
replay.SetAction(parsed => Commands.Replay(parsed.GetValue(seed)));

var exhaustive = new Command("exhaustive", "Runs every interleaving of a small scope.");
exhaustive.SetAction(_ => Commands.Exhaustive());

return new RootCommand("The real delivery code in a simulated world.") { run, replay, exhaustive }.Parse(args).Invoke();
