using System.Net;
using ContactRelay.Secrets;
using Xunit;

namespace ContactRelay.Tests.Secrets;

public sealed class KeyVaultTimeOutTests : KeyVaultTest
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task ReadAsync_vault_that_is_silent_is_unavailable_once_the_pipeline_gives_up()
    {
        Vault.Rest = ScriptedHandler.Silence;

        AssertUnavailable(await Reader(networkTimeout: TimeSpan.FromMilliseconds(20)).ReadAsync(Name, Cancellation));
    }

    [Fact]
    public async Task ReadAsync_vault_that_is_silent_is_unavailable_in_time_for_the_lease()
    {
        Vault.Rest = SilenceOnceAskedAsync;
        var reading = Reader().ReadAsync(Name, Cancellation);
        await _asked.Task.WaitAsync(Cancellation);

        Time.Advance(KeyVaultSecretReader.Timeout - TimeSpan.FromTicks(1));
        Assert.False(reading.IsCompleted);
        Time.Advance(TimeSpan.FromTicks(1));

        AssertUnavailable(await reading);
    }

    // The SDK waits as long as it is told to.
    [Fact]
    public async Task ReadAsync_retry_after_an_hour_is_unavailable_in_time_for_the_lease()
    {
        Vault.Then(_ =>
        {
            _asked.SetResult();
            return Task.FromResult(ScriptedHandler.Answer(
                HttpStatusCode.TooManyRequests, StandInVault.Error("Throttled"), ("Retry-After", "3600")));
        });
        var reading = Reader().ReadAsync(Name, Cancellation);
        await _asked.Task.WaitAsync(Cancellation);

        Time.Advance(KeyVaultSecretReader.Timeout);

        AssertUnavailable(await reading);
    }

    [Fact]
    public async Task ReadAsync_caller_gives_up_is_cancelled()
    {
        Vault.Rest = SilenceOnceAskedAsync;
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reading = Reader().ReadAsync(Name, impatient.Token);
        await _asked.Task.WaitAsync(Cancellation);

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task ReadAsync_after_a_time_out_works_again()
    {
        Vault.Then(SilenceOnceAskedAsync);
        Vault.ThenSecret("the-key");
        var reader = Reader();
        var reading = reader.ReadAsync(Name, Cancellation);
        await _asked.Task.WaitAsync(Cancellation);
        Time.Advance(KeyVaultSecretReader.Timeout);
        AssertUnavailable(await reading);

        AssertFound("the-key", "v1", await reader.ReadAsync(Name, Cancellation));
    }

    private Task<HttpResponseMessage> SilenceOnceAskedAsync(CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        return ScriptedHandler.Silence(cancellationToken);
    }
}
