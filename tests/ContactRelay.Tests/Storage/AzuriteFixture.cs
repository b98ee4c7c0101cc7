using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ContactRelay.Storage;
using ContactRelay.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Xunit;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace ContactRelay.Tests.Storage;

/// <summary>
/// One Azurite, Microsoft's emulator of Azure Storage, for all tests: started when the first needs it, on free ports,
/// from the package that the local host pins. Each test gets an account of its own, so that none sees another.
/// </summary>
public sealed class AzuriteFixture : IAsyncDisposable
{
    private const int Accounts = 500;
    private const string Key = "Y29udGFjdHJlbGF5";

    // It ends with this process, however that ends: then its standard input does.
    private const string Script = "process.stdin.resume().on('end', () => process.exit()); require('./node_modules/azurite/dist/src/azurite.js')";

    private readonly Lazy<Task<Running>> _start = new(StartAsync);
    private int _lastAccount;

    /// <summary>The connection to an account that nobody has used. Skips the test where there is no Node.js.</summary>
    internal async Task<AzureStorageConnection> NewAccountAsync() => AzureStorageConnection.Read(new ConfigurationBuilder()
        .AddInMemoryCollection([new(AzureStorageConnection.Setting, await NewConnectionStringAsync())])
        .Build());

    /// <summary>The connection string of an account that nobody has used. Skips the test where there is no Node.js.</summary>
    public async Task<string> NewConnectionStringAsync()
    {
        var running = await _start.Value;
        if (running.Problem is { } problem)
        {
            Assert.Skip(problem);
        }

        var number = Interlocked.Increment(ref _lastAccount);
        Assert.True(number <= Accounts, "More tests use Azurite than there are accounts: raise the number.");
        var account = Account(number);
        return $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={Key};"
            + $"TableEndpoint=http://127.0.0.1:{running.TablePort}/{account};QueueEndpoint=http://127.0.0.1:{running.QueuePort}/{account};";
    }

    public async ValueTask DisposeAsync()
    {
        if (_start is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } && (await _start.Value).Process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
    }

    private static string Account(int number) => string.Create(CultureInfo.InvariantCulture, $"test{number}");

    private static async Task<Running> StartAsync()
    {
        var folder = Path.Combine(Repository.Root, "src", "ContactRelay.LocalHost", "azurite");
        try
        {
            // npm writes this file last.
            if (!File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json")))
            {
                await InstallAsync(folder);
            }

            return await StartAsync(folder);
        }
        catch (Win32Exception)
        {
            return new(null, 0, 0, "Node.js with npm is not installed, and the tests of the storage on Azure run against Azurite.");
        }
    }

    private static async Task InstallAsync(string folder)
    {
        using var npm = Run(folder, OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"]);
        var error = npm.StandardError.ReadToEndAsync(CancellationToken.None);
        await npm.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await npm.WaitForExitAsync(CancellationToken.None);
        Assert.True(npm.ExitCode == 0, $"npm ci failed in {folder}: {await error}");
    }

    private static async Task<Running> StartAsync(string folder)
    {
        var (blob, queue, table) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
        var process = Run(
            folder,
            "node",
            [
                "-e", Script, "azurite", "--inMemoryPersistence", "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobPort", $"{blob}", "--queuePort", $"{queue}", "--tablePort", $"{table}",
            ]);
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line.StartsWith("Azurite Table service is successfully listening", StringComparison.Ordinal))
            {
                // Read on, or the pipes would fill and stop it.
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
                return new(process, queue, table, null);
            }
        }

        Assert.Fail($"Azurite ended: {await process.StandardError.ReadToEndAsync(CancellationToken.None)}");
        throw new UnreachableException();
    }

    private static Process Run(string folder, string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(1, Accounts).Select(number => $"{Account(number)}:{Key}"));
        return Process.Start(start)!;
    }

    private sealed record Running(Process? Process, int QueuePort, int TablePort, string? Problem);
}
