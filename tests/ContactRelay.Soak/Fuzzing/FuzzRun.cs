using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ContactRelay.Sandbox;
using ContactRelay.Soak.Relay;
using ContactRelay.Soak.Soaking;
using ContactRelay.Tests;

namespace ContactRelay.Soak.Fuzzing;

/// <summary>Many connections send random requests; in the end the host must be as well as at the beginning.</summary>
internal sealed class FuzzRun(RelayHost host, SandboxServer sandbox, int requests, int seed)
{
    private const int Connections = 16;
    private const int RawOfHundred = 15;

    private readonly Findings _findings = new();
    private readonly KnownUpdates _updates = new();
    private int _sent;

    /// <summary>Runs it, and gives the exit code.</summary>
    public static async Task<int> RunAsync(int requests, int seed, CancellationToken cancellationToken)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {requests} requests"));
        using var folder = new TestFolder();
        await using var sandbox = await SandboxServer.StartAsync("http://127.0.0.1:0", TimeProvider.System, cancellationToken);
        await using var host = new RelayHost(folder, sandbox, "embedded", cancellationToken);
        host.Start();
        await host.ServesAsync();
        return await new FuzzRun(host, sandbox, requests, seed).RunAsync(cancellationToken);
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var began = DateTimeOffset.UtcNow;
        var routes = Route.FindAll();
        var memory = new ProcessMemory(host.Id);
        using var sender = new FuzzSender(host.Url, _findings, _updates);
        var workers = Task.WhenAll(Enumerable.Range(0, Connections).Select(worker => SendAsync(sender, routes, new(seed + worker), cancellationToken)));
        while (!workers.IsCompleted && !host.HasExited)
        {
            memory.Read((double)_sent / requests);
            await Task.WhenAny(workers, Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken));
        }

        _findings.Unless(!host.HasExited, "the host has ended");
        if (!host.HasExited)
        {
            await workers;
            memory.Read(1);
            await CheckWellAsync(cancellationToken);
            _findings.Unless(memory.AtEnd - memory.AfterWarmUp <= ProcessMemory.MaxGrowth, $"the host has grown by more than {ProcessMemory.MaxGrowth} MiB");
        }

        new OutputCheck(_findings).Check(host.Output);
        Print(sender, routes, memory);
        return _findings.Conclude(string.Create(CultureInfo.InvariantCulture, $"all as it should be, in {(DateTimeOffset.UtcNow - began).TotalSeconds:0} s"));
    }

    private async Task SendAsync(FuzzSender sender, IReadOnlyList<Route> routes, Random random, CancellationToken cancellationToken)
    {
        // Off the caller's own thread, so that all workers begin at once.
        await Task.Yield();
        var bodies = new BodyMaker(random, sandbox.BaseAddress);
        var targets = new TargetMaker(random, _updates);
        var http = new RequestMaker(routes, random, targets, bodies);
        var raw = new RawMaker(random, targets, bodies, routes);
        while (Interlocked.Increment(ref _sent) <= requests && !host.HasExited)
        {
            if (random.Next(100) < RawOfHundred)
            {
                var (kind, bytes) = raw.Next();
                await sender.SendAsync(kind, bytes, cancellationToken);
            }
            else
            {
                await sender.SendAsync(http.Next(), cancellationToken);
            }
        }
    }

    /// <summary>The host says that it is well, and a normal update of each tenant is delivered.</summary>
    private async Task CheckWellAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = host.Url, DefaultRequestHeaders = { Authorization = new("Bearer", Subject.CallerKey) } };
        var health = await client.GetFromJsonAsync<JsonElement>("/api/health", cancellationToken);
        _findings.Unless(health.GetProperty("status").GetString() == "ok", "the host is not well");
        var journal = new Journal();
        foreach (var subject in Subject.All)
        {
            var sending = new Sending { Number = journal.NextNumber(), Subject = subject, Contact = subject.Contact(-1), Paths = [.. subject.Fields.Keys] };
            var update = Subject.Update(sending.Paths.Select(path => KeyValuePair.Create(path, sending.Value(path))));
            using var response = await client.PatchAsJsonAsync($"/api/tenants/{subject.Tenant}/contacts/{sending.Contact}", update, cancellationToken);
            sending.Status = response.Headers.Location;
            journal.Add(sending);
            _findings.Unless(sending.Status is not null, $"{subject.Tenant}: a normal update was answered {(int)response.StatusCode}");
        }

        await new StatusCheck(client, journal, _findings).RunAsync(cancellationToken);
    }

    private void Print(FuzzSender sender, IReadOnlyList<Route> routes, ProcessMemory memory)
    {
        foreach (var function in routes.Select(route => route.Function).Append("raw"))
        {
            var counts = sender.Counts.Where(count => count.Key.Function == function).OrderBy(count => count.Key.Status).Select(count => $"{count.Key.Status}: {count.Count}");
            Console.WriteLine($"{function,-16} {string.Join("  ", counts)}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            sent {Math.Min(_sent, requests)} requests, {sender.Raw} of them on a connection of their own; {sender.Cut} were cut off
            memory: {memory.AfterWarmUp:0.0} MiB after the warm-up, {memory.AtEnd:0.0} MiB at the end, {memory.Most:0.0} MiB at the most
            """));
    }
}
