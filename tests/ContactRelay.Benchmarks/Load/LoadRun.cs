using System.Globalization;
using ContactRelay.Benchmarks.Servers;
using ContactRelay.Tests;

namespace ContactRelay.Benchmarks.Load;

/// <summary>The load run: each server in turn, new for each, with the same client and the same sink.</summary>
internal sealed class LoadRun(int? updates, int connections, FileInfo? nodeRed)
{
    private readonly List<RunResult> _results = [];
    private Ratios? _ratios;

    public async Task<int> RunAsync(IReadOnlyCollection<string> only, FileInfo? json, CancellationToken cancellationToken)
    {
        using var folder = new TestFolder();
        Console.WriteLine("Publishing the local host");
        var program = await Relay.PublishAsync(Path.Combine(folder.Path, "program"), cancellationToken);
        var flushes = Disk.FlushesPerSecond(folder.Path);
        Console.WriteLine(FormattableString.Invariant($"{flushes:0} flushes a second (fdatasync of 4 KiB), {Environment.ProcessorCount} processors"));
        Console.WriteLine($"{"",-11} {"updates",8} {"acc./s",7} {"del./s",7} | {"accept p50",7} {"p99",4} {"max",7} | {"to call p50",7} {"p99",4} {"max",7} | {"CPU ms",7} {"MiB",5} {"calls",7}");
        foreach (var plan in RunPlan.All.Where(plan => IsAskedFor(plan, only)))
        {
            var result = await RunAsync(plan, program, cancellationToken);
            Print(result);
            if (plan == RunPlan.Fresh)
            {
                _ratios = Ratios.Of(result, _results, flushes);
                Console.WriteLine(_ratios);
            }

            _results.Add(result);
        }

        if (json is not null)
        {
            await ResultFile.WriteAsync(json, new { flushesPerSecond = flushes, runs = _results, ratios = _ratios }, cancellationToken);
        }

        return 0;
    }

    private static void Print(RunResult result)
    {
        Console.WriteLine(FormattableString.Invariant(
            $"{result.Name,-11} {result.Updates,8} {result.AcceptedPerSecond,7:0} {result.DeliveredPerSecond,7:0} | {result.Accept} | {result.SentToCall,23} | {result.CpuPerUpdate,7:0.000} {result.PeakMemory,5:0} {result.Calls,7}"));
        if (result.AcceptedPerSecondByTenth is { Count: > 0 } tenths)
        {
            Console.WriteLine($"{result.Name}: accepted/s by tenths {string.Join(' ', tenths.Select(rate => rate.ToString("0", CultureInfo.InvariantCulture)))}");
        }
    }

    private bool IsAskedFor(RunPlan plan, IReadOnlyCollection<string> only) =>
        only.Count > 0 ? only.Contains(plan.Name) : !plan.IsOnlyIfNamed && (plan != RunPlan.NodeRed || nodeRed is not null);

    private Task<RunResult> RunAsync(RunPlan plan, string program, CancellationToken cancellationToken) => ServerUnderLoad.UseAsync(
        (folder, url, sink) => plan.Name switch
        {
            "bare" => ServerProcess.StartAsync("bare", url, [], cancellationToken),
            "bare-put" or "bare-idle" or "bare-steady" => ServerProcess.StartAsync("bare", url, ["--sink", sink], cancellationToken),
            "node-red" => NodeRed.StartAsync(nodeRed!.FullName, folder, url, sink, cancellationToken),
            _ => Relay.StartAsync(program, folder, url, sink, cancellationToken),
        },
        async server =>
        {
            await server.WarmUpAsync(connections, number => server.UrlOf(FormattableString.Invariant($"warm-{number}")), cancellationToken);
            return await new Measurement(server, plan, connections).RunAsync(0, plan.CountFor(updates), cancellationToken);
        },
        cancellationToken);
}
