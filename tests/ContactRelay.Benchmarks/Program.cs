using System.CommandLine;
using BenchmarkDotNet.Running;
using ContactRelay.Benchmarks.Load;
using ContactRelay.Benchmarks.Micro;
using ContactRelay.Benchmarks.Servers;

var updates = new Option<int>("--updates") { Description = "How many updates each run sends.", DefaultValueFactory = _ => 20_000 };
var connections = new Option<int>("--connections") { Description = "How many connections are kept busy.", DefaultValueFactory = _ => 16 };
var json = new Option<FileInfo?>("--json") { Description = "A file for the results as JSON." };
var only = new Option<string[]>("--only") { Description = "The runs to make, where not all.", AllowMultipleArgumentsPerToken = true };
only.AcceptOnlyFromAmong([.. LoadRun.Names]);

var load = new Command("load", "Publishes the local host, sends it updates as fast as it takes them, and two bare endpoints the same.")
{
    updates, connections, json, only,
};
load.SetAction((parsed, cancellationToken) => new LoadRun(parsed.GetValue(updates), parsed.GetValue(connections))
    .RunAsync(parsed.GetValue(only) ?? [], parsed.GetValue(json), cancellationToken));

var url = new Option<string>("--urls") { Description = "Where to listen.", Required = true };
var sinkUrl = new Option<string?>("--sink") { Description = "What each body is sent on to; without it nothing is sent on." };

var sink = new Command("sink", "A provider that takes everything, and notes when each update came.") { url };
sink.SetAction((parsed, cancellationToken) => Sink.RunAsync(parsed.GetValue(url)!, cancellationToken));

var bare = new Command("bare", "An endpoint that parses the body and answers 202, and does nothing else.") { url, sinkUrl };
bare.SetAction((parsed, cancellationToken) => BareEndpoint.RunAsync(parsed.GetValue(url)!, parsed.GetValue(sinkUrl), cancellationToken));

var micro = new Command("micro", "Times each step that an update goes through, with BenchmarkDotNet.");
micro.SetAction(_ => BenchmarkRunner.Run<HotPathBenchmarks>());

var record = new Option<bool>("--record") { Description = "Records what is allocated now as the limits." };
var allocations = new Command("allocations", "Holds what each of these steps allocates to the recorded limits.") { record };
allocations.SetAction((parsed, cancellationToken) => AllocationCheck.RunAsync(parsed.GetValue(record), cancellationToken));

return await new RootCommand("Measures the local host as a process, beside what it could at best be, and each step of an update.")
{
    load, micro, allocations, sink, bare,
}.Parse(args).InvokeAsync();
