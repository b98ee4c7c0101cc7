using System.Diagnostics;
using System.Text.Json;
using ContactRelay.Benchmarks.Servers;
using ContactRelay.Tests;

namespace ContactRelay.Benchmarks.Load;

/// <summary>The load run: each server in turn, new for each, with the same client and the same sink.</summary>
internal sealed class LoadRun(int updates, int connections)
{
    private const int WarmUps = 10_000;
    private const int HotContacts = 100;
    private const int OneContact = 1000;
    private const int IdleUpdates = 200;
    private const int SteadySeconds = 10;
    private const int SteadyRate = 1000;
    private static readonly TimeSpan SlowProvider = TimeSpan.FromMilliseconds(200);
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<RunResult> _results = [];

    /// <summary>What can be run, in this order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["bare", "bare-put", "fresh", "hot", "one", "idle", "steady"];

    public async Task<int> RunAsync(IReadOnlyCollection<string> only, FileInfo? json, CancellationToken cancellationToken)
    {
        using var folder = new TestFolder();
        Console.WriteLine("Publishing the local host");
        var program = await Relay.PublishAsync(Path.Combine(folder.Path, "program"), cancellationToken);
        var flushes = Disk.FlushesPerSecond(folder.Path);
        Console.WriteLine(FormattableString.Invariant($"{flushes:0} flushes a second (fdatasync of 4 KiB), {Environment.ProcessorCount} processors"));
        Console.WriteLine($"{"",-9} {"updates",8} {"acc./s",7} {"del./s",7} | {"accept p50",7} {"p99",4} {"max",7} | {"to call p50",7} {"p99",4} {"max",7} | {"CPU ms",7} {"MiB",5} {"calls",7}");
        foreach (var name in Names.Where(name => only.Count == 0 || only.Contains(name)))
        {
            var result = await RunAsync(name, program, cancellationToken);
            _results.Add(result);
            Print(result);
        }

        if (json is not null)
        {
            await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(new { flushesPerSecond = flushes, runs = _results }, Indented), cancellationToken);
        }

        return 0;
    }

    private static void Print(RunResult result) => Console.WriteLine(FormattableString.Invariant(
        $"{result.Name,-9} {result.Updates,8} {result.AcceptedPerSecond,7:0} {result.DeliveredPerSecond,7:0} | {result.Accept} | {result.SentToCall,23} | {result.CpuPerUpdate,7:0.000} {result.PeakMemory,5:0} {result.Calls,7}"));

    private async Task<RunResult> RunAsync(string name, string program, CancellationToken cancellationToken)
    {
        using var folder = new TestFolder();
        var (url, sinkUrl) = ($"http://127.0.0.1:{FreePort.Next()}", $"http://127.0.0.1:{FreePort.Next()}");
        await using var sink = await ServerProcess.StartAsync("sink", sinkUrl, [], cancellationToken);
        using var sinkClient = new SinkClient(sinkUrl);
        var isBare = name.StartsWith("bare", StringComparison.Ordinal);
        await using var server = isBare
            ? await ServerProcess.StartAsync("bare", url, name == "bare" ? [] : ["--sink", sinkUrl], cancellationToken)
            : await Relay.StartAsync(program, folder.Path, url, sinkUrl, cancellationToken);
        var contacts = name switch { "hot" => HotContacts, "one" => 1, _ => int.MaxValue };
        var count = name switch { "one" => OneContact, "idle" => IdleUpdates, "steady" => SteadySeconds * SteadyRate, _ => updates };
        string UrlOf(int number) => FormattableString.Invariant($"{url}/api/tenants/{Relay.Tenant}/contacts/{number % contacts}");

        await WarmUpAsync(server, url, cancellationToken);
        if (name == "one")
        {
            await sinkClient.DelayAsync(SlowProvider, cancellationToken);
        }

        using var sending = Sending.Of(count);
        var (cpu, calls, began) = (server.CpuMilliseconds, await sinkClient.CallsAsync(cancellationToken), Stopwatch.GetTimestamp());
        var took = name switch
        {
            "idle" => await sending.PaceAsync(20, UrlOf, cancellationToken),
            "steady" => await sending.PaceAsync(SteadyRate, UrlOf, cancellationToken),
            _ => await sending.SaturateAsync(connections, UrlOf, cancellationToken),
        };
        var result = new RunResult(name, count) { AcceptedPerSecond = count / took.TotalSeconds, Accept = Spread.Of(sending.Accepting) };
        if (name != "bare")
        {
            var last = contacts == int.MaxValue ? await AllArrivedAsync(sinkClient, count, cancellationToken) : await SettledAsync(url, contacts, cancellationToken);
            var arrivals = await sinkClient.ArrivalsAsync(count, cancellationToken);
            result = result with
            {
                DeliveredPerSecond = count / Stopwatch.GetElapsedTime(began, last).TotalSeconds,
                SentToCall = contacts == int.MaxValue ? Spread.Of(arrivals.Zip(sending.SentAt, (arrived, sent) => Stopwatch.GetElapsedTime(sent, arrived).TotalMilliseconds)) : null,
                Calls = await sinkClient.CallsAsync(cancellationToken) - calls,
            };
        }

        return result with { CpuPerUpdate = (server.CpuMilliseconds - cpu) / count, PeakMemory = server.PeakMemory, StartTime = server.StartTime.TotalMilliseconds };
    }

    /// <summary>
    /// Sends updates to contacts of their own and waits until the server rests, so that nothing is measured that happens
    /// only once: its code is compiled again as it proves to be hot, which takes seconds of processor time.
    /// </summary>
    private async Task WarmUpAsync(ServerProcess server, string url, CancellationToken cancellationToken)
    {
        using var warming = Sending.Of(WarmUps);
        await warming.SaturateAsync(connections, number => FormattableString.Invariant($"{url}/api/tenants/{Relay.Tenant}/contacts/warm-{number}"), cancellationToken);
        double before;
        do
        {
            before = server.CpuMilliseconds;
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
        while (server.CpuMilliseconds - before > ServerProcess.TickMilliseconds);
    }

    /// <summary>Waits until all have come to the provider, and gives when the last did.</summary>
    private static async Task<long> AllArrivedAsync(SinkClient sink, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            var arrivals = await sink.ArrivalsAsync(count, cancellationToken);
            if (Array.IndexOf(arrivals, 0) < 0)
            {
                return arrivals.Max();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }

    /// <summary>Waits until nothing is pending for these contacts, and gives when that was seen.</summary>
    private static async Task<long> SettledAsync(string url, int contacts, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = new(url), DefaultRequestHeaders = { Authorization = new("Bearer", Relay.CallerKey) } };
        for (var contact = 0; contact < contacts;)
        {
            using var mailbox = JsonDocument.Parse(await client.GetByteArrayAsync(FormattableString.Invariant($"/api/tenants/{Relay.Tenant}/contacts/{contact}"), cancellationToken));
            if (mailbox.RootElement.GetProperty("pending").GetInt32() == 0)
            {
                contact++;
            }
            else
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            }
        }

        return Stopwatch.GetTimestamp();
    }
}
