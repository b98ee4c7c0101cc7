using ContactRelay.Benchmarks.Load;
using ContactRelay.Benchmarks.Servers;
using ContactRelay.Tests;

namespace ContactRelay.Benchmarks.Layout;

/// <summary>
/// Finds out which methods an update runs through, and writes them down for the native compiler, which then puts them side
/// by side: there are a thousand of them, and wherever else they lie, each brings along code that nobody runs.
/// </summary>
internal static class LayoutRun
{
    private const int Connections = 16;
    private const int Updates = 60_000;

    // What was seen once may have been anything.
    private const int FewestSamples = 2;

    private static string MethodsPath => Path.Combine(Repository.Root, "src", "ContactRelay.LocalHost", "hot-methods.txt");

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new TestFolder();
        Console.WriteLine("Publishing the local host");
        var program = await Relay.PublishAsync(Path.Combine(folder.Path, "program"), cancellationToken, "-p:CopyOutputSymbolsToPublishDirectory=true");
        Console.WriteLine("Sending it updates");
        var samples = await ServerUnderLoad.UseAsync(
            (data, url, sink) => Relay.StartAsync(program, data, url, sink, cancellationToken),
            server => SampleAsync(server, cancellationToken),
            cancellationToken);
        var methods = samples.Where(method => method.Value >= FewestSamples)
            .OrderByDescending(method => method.Value)
            .ThenBy(method => method.Key, StringComparer.Ordinal)
            .Select(method => method.Key)
            .ToArray();
        await File.WriteAllLinesAsync(MethodsPath, methods, cancellationToken);
        Console.WriteLine($"{methods.Length} methods written to {MethodsPath}");
        return 0;
    }

    private static async Task<Dictionary<string, int>> SampleAsync(ServerUnderLoad server, CancellationToken cancellationToken)
    {
        await server.WarmUpAsync(Connections, number => server.UrlOf(FormattableString.Invariant($"warm-{number}")), cancellationToken);
        using var sending = Sending.Of(Updates, 0);
        return await Sampling.OfAsync(
            server.Process, server.Folder, () => sending.SaturateAsync(Connections, server.UrlOf, cancellationToken), cancellationToken);
    }
}
