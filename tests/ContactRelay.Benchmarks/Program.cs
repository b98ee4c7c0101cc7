using System.CommandLine;
using System.Globalization;
using BenchmarkDotNet.Running;
using ContactRelay.Benchmarks.Growth;
using ContactRelay.Benchmarks.Load;
using ContactRelay.Benchmarks.Micro;
using ContactRelay.Benchmarks.Servers;
using ContactRelay.Benchmarks.Start;

var updates = new Option<int?>("--updates") { Description = "How many updates each run sends; without it 20,000, and 100,000 as a backlog." };
var connections = new Option<int>("--connections") { Description = "How many connections are kept busy.", DefaultValueFactory = _ => 16 };
var json = new Option<FileInfo?>("--json") { Description = "A file for the results as JSON." };
var only = new Option<string[]>("--only") { Description = "The runs to make, where not all; the backlog is made only if it is named here.", AllowMultipleArgumentsPerToken = true };
only.AcceptOnlyFromAmong([.. RunPlan.All.Select(plan => plan.Name)]);
var nodeRed = new Option<FileInfo>("--node-red") { Description = "Node-RED's program, which is then measured too: node-red or red.js, as npm installs it." };
nodeRed.AcceptExistingOnly();

var load = new Command("load", "Publishes the local host, sends it updates as fast as it takes them, and two bare endpoints the same.")
{
    updates, connections, json, only, nodeRed,
};
load.Validators.Add(result =>
{
    if (result.GetValue(nodeRed) is null && result.GetValue(only) is { } names && names.Contains(RunPlan.NodeRed.Name))
    {
        result.AddError("To measure Node-RED, say with --node-red where it is.");
    }
});
load.SetAction((parsed, cancellationToken) => new LoadRun(parsed.GetValue(updates), parsed.GetValue(connections), parsed.GetValue(nodeRed))
    .RunAsync(parsed.GetValue(only) ?? [], parsed.GetValue(json), cancellationToken));

var upTo = new Option<int>("--up-to") { Description = "How many contacts there are at last.", DefaultValueFactory = _ => GrowthRun.Sizes[^1] };
upTo.AcceptOnlyFromAmong([.. GrowthRun.Sizes.Select(size => size.ToString(CultureInfo.InvariantCulture))]);
var svg = new Option<FileInfo?>("--svg") { Description = "A file for the results as a picture." };
var growth = new Command("growth", "Measures fresh updates as the local host's storage fills.") { upTo, connections, svg, json };
growth.SetAction((parsed, cancellationToken) => new GrowthRun(parsed.GetValue(upTo), parsed.GetValue(connections))
    .RunAsync(parsed.GetValue(svg), parsed.GetValue(json), cancellationToken));

var url = new Option<string>("--urls") { Description = "Where to listen.", Required = true };
var sinkUrl = new Option<string?>("--sink") { Description = "What each body is sent on to; without it nothing is sent on." };

var sink = new Command("sink", "A provider that takes everything, and notes when each update came.") { url };
sink.SetAction((parsed, cancellationToken) => Sink.RunAsync(parsed.GetValue(url)!, cancellationToken));

var bare = new Command("bare", "An endpoint that parses the body and answers 202, and does nothing else.") { url, sinkUrl };
bare.SetAction((parsed, cancellationToken) => BareEndpoint.RunAsync(parsed.GetValue(url)!, parsed.GetValue(sinkUrl), cancellationToken));

var micro = new Command("micro", "Times each step that an update goes through, with BenchmarkDotNet.");
micro.SetAction(_ => BenchmarkRunner.Run<HotPathBenchmarks>());

var start = new Command("start", "Measures how long the published local host takes to start, the function app's services, and its worker.");
start.SetAction((_, cancellationToken) => StartRun.RunAsync(cancellationToken));

var services = new Command("services", "The function app's services, built in a process of their own.") { url };
services.SetAction((_, cancellationToken) => FunctionAppServices.RunAsync(cancellationToken));

var record = new Option<bool>("--record") { Description = "Records what is allocated now as the limits." };
var allocations = new Command("allocations", "Holds what each of these steps allocates to the recorded limits.") { record };
allocations.SetAction((parsed, cancellationToken) => AllocationCheck.RunAsync(parsed.GetValue(record), cancellationToken));

return await new RootCommand("Measures the local host as a process, beside what it could at best be, and each step of an update.")
{
    load, growth, start, micro, allocations, sink, bare, services,
}.Parse(args).InvokeAsync();
