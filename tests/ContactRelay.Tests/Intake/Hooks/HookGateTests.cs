using System.Security.Cryptography;
using ContactRelay.Intake.Hooks;
using ContactRelay.Secrets;
using ContactRelay.Tenants;
using ContactRelay.Tests.Secrets;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ContactRelay.Tests.Intake.Hooks;

/// <summary>Secrets that are rotated, missing or out of reach, and how often the vault is asked.</summary>
public sealed class HookGateTests : HookTest
{
    private readonly ManualTime _time = new();
    private readonly ScriptedSecretReader _vault = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_asks_the_vault_once_for_many_requests()
    {
        _vault.Then(Found("one"));
        var gate = Gate();

        Assert.Equal(HookVerdict.Verified, await CheckAsync(gate, "one"));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HookVerdict.Verified, await CheckAsync(gate, "one"));

        Assert.Equal(1, _vault.Reads);
    }

    [Fact]
    public async Task Check_with_a_rotated_secret_reads_it_afresh_at_once()
    {
        _vault.Then(Found("old")).Then(Found("new"));
        var gate = Gate();
        await CheckAsync(gate, "old");

        Assert.Equal(HookVerdict.Verified, await CheckAsync(gate, "new"));
        Assert.Equal(HookVerdict.Verified, await CheckAsync(gate, "new"));

        Assert.Equal(2, _vault.Reads);
    }

    [Fact]
    public async Task Check_of_many_wrong_signatures_asks_the_vault_once_a_minute()
    {
        _vault.Then(Found("right")).Then(Found("right")).Then(Found("right"));
        var gate = Gate();

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(HookVerdict.Refused, await CheckAsync(gate, "wrong"));
        }

        var first = _vault.Reads;
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HookVerdict.Refused, await CheckAsync(gate, "wrong"));

        Assert.Equal((1, 2), (first, _vault.Reads));
    }

    [Fact]
    public async Task Check_takes_any_of_several_secrets_and_does_without_one_that_is_missing()
    {
        _vault.Then(SecretReading.Missing("There is no such secret.")).Then(Found("next"));
        var gate = Gate();

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HookVerdict.Verified, await CheckAsync(gate, "next", "acme-a", "acme-b"));
        }

        Assert.Equal(2, _vault.Reads);
    }

    [Fact]
    public async Task Check_without_any_secret_says_so_and_asks_again_when_it_may_be_there()
    {
        _vault.Then(SecretReading.Unavailable("away")).Then(Found("one"));
        var gate = Gate();

        var away = await CheckAsync(gate, "one");
        var still = await CheckAsync(gate, "one");
        _time.Advance(TimeSpan.FromSeconds(5));
        var back = await CheckAsync(gate, "one");

        Assert.Equal((HookVerdict.NoSecret, HookVerdict.NoSecret, HookVerdict.Verified), (away, still, back));
        Assert.Equal(2, _vault.Reads);
    }

    [Fact]
    public async Task Check_with_a_secret_that_is_no_key_says_that_there_is_none()
    {
        _vault.Then(Found("whsec_none!")).Then(Found("whsec_none!"));
        var tenant = ReadTenant(Document("""{"scheme":"standard-webhooks","secrets":["acme-a"],"contactId":"$.id","changes":{"firstName":"$.a"}}"""));

        Assert.Equal(HookVerdict.NoSecret, await Gate().CheckAsync(new(tenant.Id, "form"), tenant, Request("x"), null, Token));
    }

    [Theory]
    [InlineData("in-the-path", HookVerdict.Verified)]
    [InlineData("in-the-pat", HookVerdict.Refused)]
    [InlineData("", HookVerdict.Refused)]
    [InlineData(null, HookVerdict.Refused)]
    public async Task Check_of_a_path_goes_by_its_last_segment(string? key, HookVerdict expected)
    {
        _vault.Then(Found("in-the-path")).Then(Found("in-the-path"));
        var tenant = ReadTenant(Document("""{"scheme":"path","secrets":["acme-a"],"contactId":"$.id","changes":{"firstName":"$.a"}}"""));

        Assert.Equal(expected, await Gate().CheckAsync(new(tenant.Id, "form"), tenant, Request("x"), key, Token));
    }

    [Fact]
    public async Task Check_of_a_signed_hook_takes_no_key_in_the_path()
    {
        var tenant = Tally("acme-a");

        Assert.Equal(HookVerdict.Refused, await Gate().CheckAsync(new(tenant.Id, "form"), tenant, Request("one"), "one", Token));
        Assert.Equal(0, _vault.Reads);
    }

    [Fact]
    public async Task Check_of_a_hook_that_there_is_not_is_refused() =>
        Assert.Equal(HookVerdict.Refused, await Gate().CheckAsync(new("nobody", "form"), null, Request("one"), null, Token));

    [Theory]
    [InlineData("acme", "another", null)]
    [InlineData("nobody", "form", null)]
    [InlineData("acme", "form", "key")]
    public async Task Check_of_what_is_not_there_takes_as_long_as_the_vault_took_and_as_often(string tenant, string hook, string? key)
    {
        var took = TimeSpan.FromMilliseconds(50);
        _vault.Then(() =>
        {
            _time.Advance(took);
            return Task.FromResult(Found("right"));
        });
        var known = Tally("acme-a");
        var gate = Gate();
        await gate.CheckAsync(new(known.Id, "form"), known, Request("wrong"), null, Token);

        var first = gate.CheckAsync(new(tenant, hook), tenant == "nobody" ? null : known, Request("wrong"), key, Token);
        var wasDone = first.IsCompleted;
        _time.Advance(took);
        Assert.Equal(HookVerdict.Refused, await first);
        var second = gate.CheckAsync(new(tenant, hook), tenant == "nobody" ? null : known, Request("wrong"), key, Token);

        Assert.False(wasDone);
        Assert.True(second.IsCompleted);
        Assert.Equal(1, _vault.Reads);
    }

    private HookGate Gate() => new(new HookSecrets(new SecretCache(_vault, _time), _time, NullLogger<HookSecrets>.Instance), _time);

    private static Task<HookVerdict> CheckAsync(HookGate gate, string secret, params string[] names)
    {
        var tenant = Tally(names is [] ? ["acme-a"] : names);
        return gate.CheckAsync(new(tenant.Id, "form"), tenant, Request(secret), null, Token);
    }

    private static Tenant Tally(params string[] secrets) => ReadTenant(Document(
        $$$"""{"scheme":"tally","secrets":["{{{string.Join("\",\"", secrets)}}}"],"contactId":"$.id","changes":{"firstName":"$.a"}}"""));

    private static HookRequest Request(string secret)
    {
        var signature = Convert.ToBase64String(HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret), "{}"u8));
        return new("POST", "https://a.example", name => name == "Tally-Signature" ? signature : null, "{}"u8.ToArray());
    }

    private static SecretReading Found(string value) => SecretReading.Found("a", value, "1");
}
