using System.Globalization;
using ContactRelay.Benchmarks.Servers;
using ContactRelay.Tests;

namespace ContactRelay.Benchmarks.Load;

/// <summary>A new server in a new folder, and the sink that it sends on to.</summary>
internal sealed class ServerUnderLoad(ServerProcess process, SinkClient sink, string url, string folder)
{
    private const int WarmUps = 10_000;

    public ServerProcess Process => process;

    public SinkClient Sink => sink;

    public string Url => url;

    public string Folder => folder;

    /// <summary>Starts both, and ends them after what is to be done with them. The server is started from a folder, its URL and the sink's.</summary>
    public static async Task<T> UseAsync<T>(
        Func<string, string, string, Task<ServerProcess>> start, Func<ServerUnderLoad, Task<T>> use, CancellationToken cancellationToken)
    {
        using var folder = new TestFolder();
        var (url, sinkUrl) = ($"http://127.0.0.1:{FreePort.Next()}", $"http://127.0.0.1:{FreePort.Next()}");
        await using var sink = await ServerProcess.StartSinkAsync(sinkUrl, cancellationToken);
        using var sinkClient = new SinkClient(sinkUrl);
        await using var server = await start(folder.Path, url, sinkUrl);
        return await use(new(server, sinkClient, url, folder.Path));
    }

    /// <summary>Where a contact's updates are sent.</summary>
    public string UrlOf(string contact) => $"{url}/api/tenants/{Relay.Tenant}/contacts/{contact}";

    public string UrlOf(int contact) => UrlOf(contact.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Sends updates and waits until the server rests, so that nothing is measured that happens only once: its code is
    /// compiled again as it proves to be hot, which takes seconds of processor time.
    /// </summary>
    public async Task WarmUpAsync(int connections, Func<int, string> urlOf, CancellationToken cancellationToken)
    {
        // Their numbers are the last that the sink can note, so that none passes for one that is measured.
        using var warming = Sending.Of(WarmUps, Servers.Sink.Capacity - WarmUps);
        await warming.SaturateAsync(connections, urlOf, cancellationToken);
        await RestAsync(cancellationToken);
    }

    /// <summary>Waits until the server has nothing to do.</summary>
    public async Task RestAsync(CancellationToken cancellationToken)
    {
        double before;
        do
        {
            before = process.CpuMilliseconds;
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
        while (process.CpuMilliseconds - before > ServerProcess.TickMilliseconds);
    }
}
