using System.Collections.Immutable;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Secrets;
using ContactRelay.Tests.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Secrets;

/// <summary>What the tenant's key, or its absence, makes of a call to the provider.</summary>
public sealed class ProviderCallerSecretTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly ScriptedSecretReader _secrets = new();
    private readonly StandInProvider _provider = new("new-key");
    private readonly ServiceProvider _services;

    public ProviderCallerSecretTests()
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<ISecretReader>(_secrets)
            .AddContactRelay(new ConfigurationBuilder().Build());
        services.AddHttpClient(ProviderSender.ClientName).ConfigurePrimaryHttpMessageHandler(() => _provider);
        _services = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _provider.Dispose();
    }

    [Fact]
    public async Task CallAsync_key_that_works_is_sent_and_read_once()
    {
        _secrets.Then(New());

        Assert.Equal(OutcomeKind.Delivered, (await CallAsync()).Outcome.Kind);
        Assert.Equal(OutcomeKind.Delivered, (await CallAsync()).Outcome.Kind);

        Assert.Equal(1, _secrets.Reads);
        Assert.Equal(["new-key", "new-key"], Keys());
    }

    [Fact]
    public async Task CallAsync_vault_away_is_retried_later_without_a_call()
    {
        _secrets.Then(SecretReading.Unavailable("The key vault cannot be reached now."));

        var report = await CallAsync();

        Assert.Equal(OutcomeKind.RetryLater, report.Outcome.Kind);
        Assert.False(report.Outcome.Unknown);
        Assert.Equal("The key vault cannot be reached now.", report.Attempt.Reason);
        Assert.Null(report.Attempt.HttpStatus);
        Assert.Empty(_provider.Requests);
        Assert.Equal(1, _secrets.Reads);
    }

    [Fact]
    public async Task CallAsync_no_secret_is_unauthorized_with_the_reason_and_spends_no_attempt()
    {
        _secrets.Then(SecretReading.Missing("There is no secret 'acme-key'."));

        var report = await CallAsync();

        Assert.Equal(OutcomeKind.Unauthorized, report.Outcome.Kind);
        Assert.False(report.Outcome.SpendsAttempt);
        Assert.Equal("There is no secret 'acme-key'.", report.Attempt.Reason);
        Assert.Null(report.Attempt.HttpStatus);
        Assert.Empty(_provider.Requests);
        Assert.Equal(1, _secrets.Reads);
    }

    [Fact]
    public async Task CallAsync_secret_that_comes_later_is_used_at_once()
    {
        _secrets.Then(SecretReading.Missing("none")).Then(SecretReading.Unavailable("away")).Then(New());

        Assert.Equal(OutcomeKind.Unauthorized, (await CallAsync()).Outcome.Kind);
        Assert.Equal(OutcomeKind.RetryLater, (await CallAsync()).Outcome.Kind);
        Assert.Equal(OutcomeKind.Delivered, (await CallAsync()).Outcome.Kind);
    }

    [Fact]
    public async Task CallAsync_key_was_rotated_is_read_afresh_and_the_call_repeated()
    {
        _secrets.Then(Old()).Then(New());

        var report = await CallAsync();

        Assert.Equal(OutcomeKind.Delivered, report.Outcome.Kind);
        Assert.Equal(200, report.Attempt.HttpStatus);
        Assert.Equal(["old-key", "new-key"], Keys());
        Assert.Equal(2, _secrets.Reads);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task CallAsync_key_is_the_same_is_not_repeated(string version)
    {
        _secrets.Then(Old()).Then(SecretReading.Found("acme-key", "old-key", version));

        var report = await CallAsync();

        Assert.Equal(OutcomeKind.Unauthorized, report.Outcome.Kind);
        Assert.False(report.Outcome.SpendsAttempt);
        Assert.Equal(401, report.Attempt.HttpStatus);
        Assert.Contains("Wrong key.", report.Attempt.Reason, StringComparison.Ordinal);
        Assert.Equal(["old-key"], Keys());
        Assert.Equal(2, _secrets.Reads);
    }

    [Fact]
    public async Task CallAsync_new_key_is_refused_too_is_not_repeated_again()
    {
        _secrets.Then(Old()).Then(SecretReading.Found("acme-key", "another-key", "v2"));

        Assert.Equal(OutcomeKind.Unauthorized, (await CallAsync()).Outcome.Kind);

        Assert.Equal(["old-key", "another-key"], Keys());
        Assert.Equal(2, _secrets.Reads);
    }

    [Fact]
    public async Task CallAsync_vault_away_when_the_key_is_refused_is_retried_later()
    {
        _secrets.Then(Old()).Then(SecretReading.Unavailable("away"));

        var report = await CallAsync();

        Assert.Equal(OutcomeKind.RetryLater, report.Outcome.Kind);
        Assert.Equal("away", report.Attempt.Reason);
        Assert.Equal(["old-key"], Keys());
    }

    // The repeat needs its whole time-out too: the first call may have used it up.
    [Fact]
    public async Task CallAsync_too_little_of_the_lease_is_left_after_the_fresh_reading_is_not_repeated()
    {
        _secrets.Then(Old()).Then(() =>
        {
            _time.Advance(ProviderSender.Timeout + TimeSpan.FromTicks(1));
            return Task.FromResult(New());
        });

        Assert.Equal(OutcomeKind.RetryLater, (await CallAsync()).Outcome.Kind);

        Assert.Equal(["old-key"], Keys());
    }

    [Fact]
    public async Task CallAsync_by_20_with_a_key_that_was_rotated_reads_once_more()
    {
        _secrets.Then(Old()).Then(New());

        var reports = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => CallAsync($"{i}"), TestContext.Current.CancellationToken)));

        Assert.All(reports, report => Assert.Equal(OutcomeKind.Delivered, report.Outcome.Kind));
        Assert.Equal(2, _secrets.Reads);
        Assert.Equal(20, Keys().Count(key => key == "new-key"));
    }

    private static SecretReading Old() => SecretReading.Found("acme-key", "old-key", "v1");

    private static SecretReading New() => SecretReading.Found("acme-key", "new-key", "v2");

    private IEnumerable<string?> Keys() => _provider.Requests.Select(request => request.Authorization);

    private async Task<SettleReport> CallAsync(string contactId = "42")
    {
        var now = _time.GetUtcNow();
        var lease = new Lease("token", now + MailboxDelivery.LeaseTime, now, []);
        var batch = new Batch(
            lease,
            [],
            new ContactFields([new(CanonicalFields.FirstName, FieldValue.Text("Ada"))]),
            ImmutableDictionary<string, ImmutableArray<string>>.Empty);
        var caller = _services.GetRequiredService<ProviderCaller>();
        var report = await caller.CallAsync(TenantBuilder.Kulea().Build(), contactId, batch, ContactFields.Empty);
        Assert.All(["old-key", "new-key"], key => Assert.DoesNotContain(key, $"{report}", StringComparison.Ordinal));
        return report;
    }
}
