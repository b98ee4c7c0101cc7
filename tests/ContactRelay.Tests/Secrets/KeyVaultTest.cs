using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using ContactRelay.Secrets;
using Xunit;

namespace ContactRelay.Tests.Secrets;

/// <summary>The reader on the SDK's own pipeline: nothing but the network and the credential is a stand-in.</summary>
public abstract class KeyVaultTest : IDisposable
{
    protected const string Name = "acme-kulea";

    /// <summary>How often the pipeline tries again, here.</summary>
    protected const int MaxRetries = 2;

    private readonly List<IDisposable> _disposables = [];

    internal StandInVault Vault { get; private protected init; } = new();

    internal StandInCredential Credential { get; private protected init; } = new();

    protected ManualTime Time { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _disposables.ForEach(disposable => disposable.Dispose());
        Vault.Dispose();
        GC.SuppressFinalize(this);
    }

    protected KeyVaultSecretReader Reader(TimeSpan? networkTimeout = null) => Reader(Vault, Credential, networkTimeout);

    private protected KeyVaultSecretReader Reader(StandInVault vault, TokenCredential credential, TimeSpan? networkTimeout = null)
    {
        var transport = new HttpClientTransport(vault);
        _disposables.Add(transport);
        var options = new SecretClientOptions { Transport = transport };
        options.Retry.Mode = RetryMode.Fixed;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxRetries = MaxRetries;
        options.Retry.NetworkTimeout = networkTimeout ?? options.Retry.NetworkTimeout;
        return new KeyVaultSecretReader(new SecretClient(vault.Url, credential, options), Time);
    }

    protected static void AssertFound(string value, string version, SecretReading reading)
    {
        Assert.Null(reading.Problem);
        Assert.Equal(value, reading.Value);
        Assert.Equal(version, reading.Version);
    }

    /// <summary>Somebody has to do something first.</summary>
    protected static void AssertMissing(SecretReading reading) => AssertNone(reading, isPassing: false);

    /// <summary>It may simply work later.</summary>
    protected static void AssertUnavailable(SecretReading reading) => AssertNone(reading, isPassing: true);

    private static void AssertNone(SecretReading reading, bool isPassing)
    {
        Assert.Null(reading.Value);
        Assert.Null(reading.Version);
        Assert.NotEmpty(reading.Problem!);
        Assert.Equal(isPassing, reading.IsPassing);
        Assert.DoesNotContain("secret words", reading.Problem, StringComparison.Ordinal);
    }
}
