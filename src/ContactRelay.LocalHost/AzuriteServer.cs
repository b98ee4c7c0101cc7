using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ContactRelay.LocalHost;

/// <summary>
/// Azurite, Microsoft's emulator of Azure Storage, at its own ports: one that runs already, or one that is started and
/// ended with the host. It comes from npm, pinned by the package.json beside this assembly.
/// </summary>
internal sealed class AzuriteServer : IDisposable
{
    /// <summary>What leads to it (https://learn.microsoft.com/azure/storage/common/storage-use-azurite).</summary>
    public const string ConnectionString = "UseDevelopmentStorage=true";

    // It ends with this process, however that ends: then its standard input does.
    private const string Script = "process.stdin.resume().on('end', () => process.exit()); require('./node_modules/azurite/dist/src/azurite.js')";

    private const int QueuePort = 10001;
    private const int TablePort = 10002;

    private readonly Process? _process;

    private AzuriteServer(Process? process) => _process = process;

    /// <summary>Finds it or starts it. Throws <see cref="StartException"/> where it can be neither found nor started.</summary>
    public static async Task<AzuriteServer> StartAsync(string dataFolder, CancellationToken cancellationToken)
    {
        if (await IsServedAsync(QueuePort, cancellationToken) && await IsServedAsync(TablePort, cancellationToken))
        {
            Console.WriteLine("Using the Azurite that runs on this machine.");
            return new(null);
        }

        var folder = Path.Combine(AppContext.BaseDirectory, "azurite");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "azurite")))
        {
            Console.WriteLine("Installing Azurite from npm, once ...");
            using var install = Run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], folder);
            await install.WaitForExitAsync(cancellationToken);
            if (install.ExitCode != 0)
            {
                throw new StartException("Azurite could not be installed: 'npm ci' failed. Start an Azurite of your own, or use the embedded storage.");
            }
        }

        Console.WriteLine("Starting Azurite ...");
        var location = Directory.CreateDirectory(Path.Combine(dataFolder, "azurite")).FullName;
        var process = Run("node", ["-e", Script, "azurite", "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", location], folder, isTied: true);
        while (!(await IsServedAsync(QueuePort, cancellationToken) && await IsServedAsync(TablePort, cancellationToken)))
        {
            if (process.HasExited)
            {
                throw new StartException("Azurite ended as soon as it was started; its words are above.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }

        return new(process);
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process?.Dispose();
    }

    private static Process Run(string file, string[] arguments, string folder, bool isTied = false)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardInput = isTied })!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new StartException($"'{file}' cannot be run: Azurite needs Node.js. Install it, or use the embedded storage.", e);
        }
    }

    private static async Task<bool> IsServedAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
