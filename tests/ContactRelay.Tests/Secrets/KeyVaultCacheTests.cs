using System.Net;
using ContactRelay.Secrets;
using Xunit;

namespace ContactRelay.Tests.Secrets;

/// <summary>How often the vault is asked: each request to it costs money and counts towards its limit.</summary>
public sealed class KeyVaultCacheTests : KeyVaultTest
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SecretCache _cache;

    public KeyVaultCacheTests() => _cache = new SecretCache(Reader(), Time);

    [Fact]
    public async Task GetAsync_by_50_at_once_is_one_request_after_the_challenge()
    {
        ThenAtTheGate("the-key", "v1");

        var asking = Many(50, () => _cache.GetAsync(Name, Cancellation));
        _gate.SetResult();

        Assert.All(await asking, reading => AssertFound("the-key", "v1", reading));
        Assert.Equal(2, Vault.Requests.Count);
        Assert.Single(Credential.Asked);
    }

    [Fact]
    public async Task GetAsync_by_50_at_once_while_the_vault_is_away_tells_all_and_keeps_nothing()
    {
        Vault.Then(async _ =>
        {
            await _gate.Task;
            return ScriptedHandler.Answer(HttpStatusCode.NotFound, StandInVault.Error("SecretNotFound"));
        });
        Vault.ThenSecret("the-key");
        var asking = Enumerable.Range(0, 50).Select(_ => _cache.GetAsync(Name, Cancellation)).ToArray();

        _gate.SetResult();

        Assert.All(await Task.WhenAll(asking), AssertMissing);
        AssertFound("the-key", "v1", await _cache.GetAsync(Name, Cancellation));
        Assert.Equal(3, Vault.Requests.Count);
    }

    [Fact]
    public async Task GetAsync_rotated_secret_is_used_after_ten_minutes_at_the_latest()
    {
        Vault.ThenSecret("old", "v1").ThenSecret("new", "v2");
        await _cache.GetAsync(Name, Cancellation);

        Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        AssertFound("old", "v1", await _cache.GetAsync(Name, Cancellation));
        Time.Advance(TimeSpan.FromTicks(1));

        AssertFound("new", "v2", await _cache.GetAsync(Name, Cancellation));
        Assert.Equal(3, Vault.Requests.Count);
    }

    [Fact]
    public async Task GetAsync_time_counts_from_the_question_not_from_the_answer()
    {
        ThenAtTheGate("old", "v1");
        Vault.ThenSecret("new", "v2");
        var first = _cache.GetAsync(Name, Cancellation);
        Time.Advance(TimeSpan.FromSeconds(10));
        _gate.SetResult();
        AssertFound("old", "v1", await first);

        Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(10));

        AssertFound("new", "v2", await _cache.GetAsync(Name, Cancellation));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task GetAsync_after_ten_minutes_an_old_value_does_not_stand_in_for_a_failure(HttpStatusCode status)
    {
        Vault.ThenSecret("old").Then(status, StandInVault.Error("Whatever"));
        await _cache.GetAsync(Name, Cancellation);

        Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Null((await _cache.GetAsync(Name, Cancellation)).Value);
    }

    [Fact]
    public async Task RefreshAsync_rotated_secret_by_20_at_once_is_one_request()
    {
        Vault.ThenSecret("old", "v1");
        ThenAtTheGate("new", "v2");
        var used = await _cache.GetAsync(Name, Cancellation);

        var asking = Many(20, () => _cache.RefreshAsync(Name, used, Cancellation));
        _gate.SetResult();

        Assert.All(await asking, reading => AssertFound("new", "v2", reading));
        AssertFound("new", "v2", await _cache.GetAsync(Name, Cancellation));
        Assert.Equal(3, Vault.Requests.Count);
    }

    // Of 20 calls under way with a key that the provider has revoked, some find out after others have asked again.
    [Theory]
    [InlineData("old", "v1")]
    [InlineData("new", "v2")]
    public async Task RefreshAsync_by_20_one_after_the_other_is_one_request(string value, string version)
    {
        Vault.ThenSecret("old", "v1").ThenSecret(value, version);
        var used = await _cache.GetAsync(Name, Cancellation);

        for (var i = 0; i < 20; i++)
        {
            AssertFound(value, version, await _cache.RefreshAsync(Name, used, Cancellation));
        }

        Assert.Equal(3, Vault.Requests.Count);
    }

    [Fact]
    public async Task RefreshAsync_value_read_again_and_refused_again_is_read_once_more()
    {
        Vault.ThenSecret("old", "v1").ThenSecret("old", "v1").ThenSecret("new", "v2");
        var first = await _cache.GetAsync(Name, Cancellation);
        var second = await _cache.RefreshAsync(Name, first, Cancellation);

        AssertFound("new", "v2", await _cache.RefreshAsync(Name, second, Cancellation));
    }

    private void ThenAtTheGate(string value, string version) => Vault.Then(async _ =>
    {
        await _gate.Task;
        return ScriptedHandler.Answer(HttpStatusCode.OK, Vault.Secret(value, version));
    });

    private static Task<SecretReading[]> Many(int count, Func<Task<SecretReading>> ask) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(ask, Cancellation)));
}
