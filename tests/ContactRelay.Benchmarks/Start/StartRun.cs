using ContactRelay.Benchmarks.Load;
using ContactRelay.Benchmarks.Servers;
using ContactRelay.Tests;

namespace ContactRelay.Benchmarks.Start;

/// <summary>How long the published local host takes until it serves, and how long the function app's services and its worker take.</summary>
internal static class StartRun
{
    private const int Starts = 20;

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new TestFolder();
        Console.WriteLine("Publishing the local host");
        var program = await Relay.PublishAsync(Path.Combine(folder.Path, "program"), cancellationToken);
        Console.WriteLine($"{"milliseconds, of " + Starts + " starts",-44} {"p50",7} {"p99",7} {"max",7}");
        Console.WriteLine($"{"the local host, to its word that it serves",-44} {await MeasureAsync(() => Relay.StartAsync(
            program, Folder(folder), $"http://127.0.0.1:{FreePort.Next()}", "http://127.0.0.1:1", cancellationToken))}");
        Console.WriteLine($"{"a process with the function app's services",-44} {await MeasureAsync(() => ServerProcess.StartAsync(
            "services", "none", [], cancellationToken))}");
        return await MeasureWorkerAsync(Path.Combine(folder.Path, "worker"), cancellationToken);
    }

    private static async Task<int> MeasureWorkerAsync(string folder, CancellationToken cancellationToken)
    {
        if (!await Publishing.RunAsync("ContactRelay.Functions", folder, cancellationToken))
        {
            Console.WriteLine("The function app itself could not be published: some package feeds lack parts of the worker.");
            return 1;
        }

        Console.WriteLine($"{"the function app's worker, to its first word",-44} {await MeasureAsync(() => Worker.StartAsync(folder, host => host.Began, cancellationToken))}");
        Console.WriteLine($"{"the same, to the list of its functions",-44} {await MeasureAsync(() => Worker.StartAsync(folder, host => host.Listed, cancellationToken))}");
        return 0;
    }

    private static string Folder(TestFolder folder) => Directory.CreateDirectory(Path.Combine(folder.Path, Path.GetRandomFileName())).FullName;

    private static async Task<Spread> MeasureAsync(Func<Task<ServerProcess>> start)
    {
        var times = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            await using var process = await start();
            times.Add(process.StartTime.TotalMilliseconds);
        }

        return Spread.Of(times);
    }
}
