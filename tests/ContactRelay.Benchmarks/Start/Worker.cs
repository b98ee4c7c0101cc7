using ContactRelay.Benchmarks.Servers;
using ContactRelay.Tests;

namespace ContactRelay.Benchmarks.Start;

/// <summary>The function app as the Functions host starts it: a process that calls the host.</summary>
internal static class Worker
{
    /// <summary>Starts what was published into this folder, and waits until it has come so far with the host.</summary>
    public static async Task<ServerProcess> StartAsync(string folder, Func<FunctionsHost, Task> isThere, CancellationToken cancellationToken)
    {
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        await using var host = await FunctionsHost.StartAsync(url, folder, cancellationToken);
        var there = isThere(host);
        return await ServerProcess.StartAsync(
            "dotnet",
            [
                Path.Combine(folder, "ContactRelay.Functions.dll"), "--functions-uri", url, "--functions-worker-id", "worker",
                "--functions-request-id", "start", "--functions-grpc-max-message-length", "2147483647",
            ],
            async () => await Task.WhenAny(there, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken)) == there,
            cancellationToken);
    }
}
