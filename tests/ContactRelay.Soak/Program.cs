using System.CommandLine;
using ContactRelay.Soak.Fuzzing;
using ContactRelay.Soak.Soaking;

var seed = new Option<int>("--seed") { Description = "What the random choices begin with.", DefaultValueFactory = _ => Environment.TickCount & int.MaxValue };
var kills = new Option<int>("--kills") { Description = "How often the host is killed.", DefaultValueFactory = _ => 20 };
var storage = new Option<string>("--storage") { Description = "What the host stores in.", DefaultValueFactory = _ => "embedded" };
storage.AcceptOnlyFromAmong("embedded", "azurite");
var requests = new Option<int>("--requests") { Description = "How many requests are sent.", DefaultValueFactory = _ => 100_000 };

var soak = new Command("soak", "Sends updates while the host is killed and the providers fail, and compares every 202 with what the providers have.")
{
    kills, storage, seed,
};
soak.SetAction((parsed, cancellationToken) =>
    SoakRun.RunAsync(parsed.GetValue(kills), parsed.GetValue(storage)!, parsed.GetValue(seed), cancellationToken));

var fuzz = new Command("fuzz", "Sends random and mutated requests, and looks for crashes, wrong answers and growth.") { requests, seed };
fuzz.SetAction((parsed, cancellationToken) => FuzzRun.RunAsync(parsed.GetValue(requests), parsed.GetValue(seed), cancellationToken));

var command = new RootCommand("Long and rough treatment of the local host as a process.") { soak, fuzz };
return await command.Parse(args).InvokeAsync();
