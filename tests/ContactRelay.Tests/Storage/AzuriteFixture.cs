using System.ComponentModel;
using ContactRelay.Storage;
using ContactRelay.Tests.Storage;
using Microsoft.Extensions.Configuration;
using Xunit;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace ContactRelay.Tests.Storage;

/// <summary>One Azurite for all tests, started when the first needs it. Each test gets an account of its own, so that none sees another.</summary>
public sealed class AzuriteFixture : IAsyncDisposable
{
    private readonly Lazy<Task<AzuriteProcess?>> _start = new(StartAsync);
    private int _lastAccount;

    /// <summary>How many requests of an account Azurite has logged.</summary>
    internal async Task<int> CountRequestsAsync(AzureStorageConnection connection) =>
        await (await _start.Value)!.CountRequestsAsync(connection.TableEndpoint.AbsolutePath.Trim('/'));

    /// <summary>The connection to an account that nobody has used. Skips the test where there is no Node.js.</summary>
    internal async Task<AzureStorageConnection> NewAccountAsync() => AzureStorageConnection.Read(new ConfigurationBuilder()
        .AddInMemoryCollection([new(AzureStorageConnection.Setting, await NewConnectionStringAsync())])
        .Build());

    /// <summary>The connection string of an account that nobody has used. Skips the test where there is no Node.js.</summary>
    public async Task<string> NewConnectionStringAsync()
    {
        var azurite = await _start.Value;
        if (azurite is null)
        {
            Assert.Skip("Node.js with npm is not installed, and the tests of the storage on Azure run against Azurite.");
        }

        var number = Interlocked.Increment(ref _lastAccount);
        Assert.True(number <= AzuriteProcess.Accounts, "More tests use Azurite than there are accounts: raise the number.");
        return azurite.ConnectionString(number);
    }

    public async ValueTask DisposeAsync()
    {
        if (_start is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } && await _start.Value is { } azurite)
        {
            await azurite.DisposeAsync();
        }
    }

    private static async Task<AzuriteProcess?> StartAsync()
    {
        try
        {
            return await AzuriteProcess.StartAsync();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
