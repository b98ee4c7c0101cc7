using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ContactRelay.Tests.Storage;

/// <summary>Azurite, Microsoft's emulator of Azure Storage, on free ports, from the package that the local host pins. It keeps all in memory.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    public const int Accounts = 500;

    private const string Key = "Y29udGFjdHJlbGF5";

    // It ends with this process, however that ends: then its standard input does. A line there sets its clock forward
    // by so many milliseconds.
    private const string Script =
        """
        const RealDate = Date;
        let ahead = 0;
        globalThis.Date = class extends RealDate {
          constructor(...parts) { parts.length ? super(...parts) : super(RealDate.now() + ahead); }
          static now() { return RealDate.now() + ahead; }
        };
        process.stdin.setEncoding('utf8').on('data', text => { ahead += Number(text); }).on('end', () => process.exit());
        require('./node_modules/azurite/dist/src/azurite.js');
        """;

    private readonly AzuriteLog _log = new();
    private readonly HttpClient _client = new();
    private readonly Process _process;
    private readonly int _queuePort;
    private readonly int _tablePort;
    private int _lastMark;

    private AzuriteProcess(Process process, int queuePort, int tablePort)
    {
        (_process, _queuePort, _tablePort) = (process, queuePort, tablePort);
        _ = ReadLogAsync();
    }

    /// <summary>Installs it if need be, and starts it. Throws <see cref="Win32Exception"/> where there is no Node.js.</summary>
    public static async Task<AzuriteProcess> StartAsync()
    {
        var folder = Path.Combine(Repository.Root, "src", "ContactRelay.LocalHost", "azurite");
        await NodePackages.InstallAsync(folder);
        return await StartAsync(folder);
    }

    /// <summary>What leads to one of its accounts, from 1 to <see cref="Accounts"/>.</summary>
    public string ConnectionString(int number)
    {
        var account = Account(number);
        return $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={Key};"
            + $"TableEndpoint=http://127.0.0.1:{_tablePort}/{account};QueueEndpoint=http://127.0.0.1:{_queuePort}/{account};";
    }

    /// <summary>Sets its clock forward: what a dead process had in hand is then seen again as it would be by waiting.</summary>
    public Task AdvanceAsync(TimeSpan time) =>
        _process.StandardInput.WriteLineAsync(time.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture));

    /// <summary>How many requests of an account it has logged.</summary>
    public async Task<int> CountRequestsAsync(string account)
    {
        // One of its own comes after all that was answered before, and so does its line.
        var mark = string.Create(CultureInfo.InvariantCulture, $"mark{Interlocked.Increment(ref _lastMark)}");
        using (await _client.GetAsync(new Uri($"http://127.0.0.1:{_tablePort}/{mark}/")))
        {
            await _log.WaitForAsync(mark);
        }

        return _log.RequestsOf(account);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task ReadLogAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            _log.Add(line);
        }
    }

    private static string Account(int number) => string.Create(CultureInfo.InvariantCulture, $"test{number}");

    private static async Task<AzuriteProcess> StartAsync(string folder)
    {
        var (blob, queue, table) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        var process = Run(
            folder,
            [
                "-e", Script, "azurite", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobPort", $"{blob}", "--queuePort", $"{queue}", "--tablePort", $"{table}",
            ]);
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line.StartsWith("Azurite Table service is successfully listening", StringComparison.Ordinal))
            {
                // Read on, or the pipe would fill and stop it.
                _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
                return new(process, queue, table);
            }
        }

        throw new InvalidOperationException($"Azurite ended: {await process.StandardError.ReadToEndAsync(CancellationToken.None)}");
    }

    private static Process Run(string folder, IEnumerable<string> arguments)
    {
        var start = NodePackages.Command(folder, "node", arguments);
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(1, Accounts).Select(number => $"{Account(number)}:{Key}"));
        return Process.Start(start)!;
    }
}
