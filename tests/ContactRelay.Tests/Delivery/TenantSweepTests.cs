using System.Text;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using ContactRelay.Tenants;
using ContactRelay.Tests.Mailboxes;
using ContactRelay.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ContactRelay.Tests.Delivery;

public sealed class TenantSweepTests : IAsyncDisposable
{
    private const string Id = "umbrella";
    private static readonly TimeSpan BeforeSettling = TenantSweep.Settling - TimeSpan.FromSeconds(1);

    private readonly RelayUnderTest _relay = new((services, storage) => services.AddSingleton<ITenantRows>(new FailingRows(storage)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TenantAdmin Admin => _relay.Get<TenantAdmin>();

    private FailingRows Rows => (FailingRows)_relay.Get<ITenantRows>();

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    [Fact]
    public async Task Deleted_tenant_is_unknown_at_once_and_its_id_can_be_used_again_when_nothing_is_left()
    {
        var before = await PutAsync();
        await _relay.AcceptAsync("1", tenant: Id);

        Assert.True(await Admin.DeleteAsync(Id, Token));
        Assert.Null(await _relay.Get<ITenantDirectory>().FindAsync(Id, Token));
        Assert.False(await Admin.DeleteAsync(Id, Token));
        Assert.Equal(TenantChangeOutcome.BeingErased, (await TryPutAsync()).Outcome);
        Assert.Equal(TenantChangeOutcome.NotFound, (await Admin.AddCallerAsync(Id, new("website"), Token)).Outcome);

        _relay.Pass(BeforeSettling);
        await SweepAsync();
        Assert.Equal(0, await CountAsync(before));
        Assert.Equal(TenantChangeOutcome.BeingErased, (await TryPutAsync()).Outcome);

        _relay.Pass(TimeSpan.FromSeconds(1));
        await SweepAsync();
        var after = await PutAsync();
        Assert.NotEqual(before.Scope, after.Scope);
        Assert.Equal(_relay.Now - TenantSweep.Settling, after.Life.Follows);
    }

    [Fact]
    public async Task Wake_ups_of_a_deleted_tenant_end_and_its_provider_is_not_called()
    {
        await PutAsync();
        await _relay.AcceptAsync("1", tenant: Id);
        await Admin.DeleteAsync(Id, Token);

        Assert.True(await _relay.HandleAsync());

        Assert.False(await _relay.HandleAsync());
        Assert.Empty(_relay.Provider.Requests);
    }

    [Fact]
    public async Task What_is_stored_by_whoever_still_knew_the_tenant_is_erased_too_before_its_id_can_be_used()
    {
        var tenant = await PutAsync();
        await Admin.DeleteAsync(Id, Token);
        await _relay.Get<TenantSweep>().BeginAsync(Id, Token);
        await StoreAsync(tenant);

        _relay.Pass(TenantSweep.Settling);
        await SweepAsync();

        Assert.Equal(0, await CountAsync(tenant));
        Assert.Equal(TenantChangeOutcome.Saved, (await TryPutAsync()).Outcome);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Sweep_that_broke_off_goes_on_after_a_restart(int failingCall)
    {
        var tenant = await PutAsync();
        await StoreAsync(tenant);
        await Admin.DeleteAsync(Id, Token);
        Rows.FailAt = failingCall;
        await _relay.Get<TenantSweep>().BeginAsync(Id, Token);
        Assert.Equal(TenantChangeOutcome.BeingErased, (await TryPutAsync()).Outcome);

        await _relay.Storage.ReopenAsync();
        _relay.Pass(TenantSweep.Settling);
        var sweep = new TenantSweep(_relay.Storage.Tenants, _relay.Storage.TenantRows, _relay.Storage.Time, NullLogger<TenantSweep>.Instance);
        await sweep.RunAsync(TenantSweep.Settling, Token);

        Assert.Equal(0, await CountAsync(tenant));
        Assert.Equal((false, true), await _relay.Storage.Tenants.FindAsync(Id, Token) is { } left ? (left.IsOpen, left.Life.IsErased) : default);
    }

    [Fact]
    public async Task Sweep_leaves_other_tenants_and_the_new_one_of_the_same_id_alone()
    {
        await PutAsync();
        await Admin.DeleteAsync(Id, Token);
        _relay.Pass(TenantSweep.Settling);
        await SweepAsync();
        var after = await PutAsync();
        await StoreAsync(after);
        await _relay.AcceptAsync("1");

        _relay.Pass(TenantSweep.Remembered);
        await SweepAsync();

        Assert.Equal(3, await CountAsync(after));
        Assert.Single((await _relay.MailboxAsync("1")).Pending);
        Assert.Equal(after.Scope, (await _relay.Get<ITenantDirectory>().FindAsync(Id, Token))?.Scope);
    }

    [Fact]
    public async Task Deleted_tenant_is_forgotten_when_no_message_for_it_can_be_left()
    {
        await PutAsync();
        await Admin.DeleteAsync(Id, Token);
        _relay.Pass(TenantSweep.Settling);
        await SweepAsync();
        Assert.Equal([Id], await _relay.Storage.Tenants.ListClosedAsync(Token));

        _relay.Pass(TenantSweep.Remembered - TenantSweep.Settling);
        await SweepAsync();

        Assert.Empty(await _relay.Storage.Tenants.ListClosedAsync(Token));
        Assert.Null(await _relay.Storage.Tenants.FindAsync(Id, Token));
    }

    [Fact]
    public async Task Put_over_a_tenant_keeps_its_generation_and_so_does_a_new_caller()
    {
        var before = await PutAsync();
        await _relay.AcceptAsync("1", tenant: Id);

        await TryPutAsync();
        await Admin.AddCallerAsync(Id, new("website"), Token);

        var after = await _relay.Get<ITenantDirectory>().FindAsync(Id, Token);
        Assert.Equal(before.Scope, after?.Scope);
        Assert.Single((await _relay.MailboxAsync("1", after!.Scope)).Pending);
    }

    [Fact]
    public async Task Update_that_was_queued_for_a_tenant_is_not_accepted_for_the_next_of_its_id()
    {
        await PutAsync();
        var queuedAt = _relay.Now;
        _relay.Pass(TimeSpan.FromMinutes(1));
        await Admin.DeleteAsync(Id, Token);
        _relay.Pass(TenantSweep.Settling);
        await SweepAsync();
        var after = await PutAsync();
        const string text = """{"tenant":"umbrella","contactId":"1","changes":{"firstName":"Ada"}}""";

        await _relay.Get<QueueMessageHandler>().HandleAsync(new(text, "old", queuedAt, false), Token);
        await _relay.Get<QueueMessageHandler>().HandleAsync(new(text.Replace("Ada", "Bea", StringComparison.Ordinal), "new", _relay.Now, false), Token);

        Assert.Equal("""{"forename":"Bea"}""", Assert.Single(_relay.Provider.Requests).Body);
        Assert.Empty(await _relay.DeadLettersAsync(after.Scope));
        var letter = Assert.Single(await _relay.DeadLettersAsync(""));
        Assert.Equal((null, "It was sent for another tenant, which had the id before and was deleted."), (letter.ContactId, letter.Reason));
        Assert.DoesNotContain("Ada", letter.Text, StringComparison.Ordinal);
    }

    private Task SweepAsync() => _relay.Get<TenantSweep>().RunAsync(TenantSweep.Settling, Token);

    private Task<TenantChange> TryPutAsync() => Admin.PutAsync(
        Id,
        Encoding.UTF8.GetBytes($$"""{"id":"{{Id}}","provider":"kulea","baseUrl":"https://kulea.example","apiKeySecret":"tenant-key","callers":[]}"""),
        Token);

    private async Task<Tenant> PutAsync()
    {
        var change = await TryPutAsync();
        Assert.Equal((TenantChangeOutcome.Saved, true), (change.Outcome, change.IsNew));
        return (await _relay.Get<ITenantDirectory>().FindAsync(Id, Token))!;
    }

    /// <summary>A mailbox, a dead letter and a gate.</summary>
    private async Task StoreAsync(Tenant tenant)
    {
        var mailbox = Mailbox.Empty.Accept(Given.Update("a"), _relay.Now).Mailbox;
        Assert.NotNull(await _relay.Storage.Mailboxes.SaveAsync(tenant.Mailbox("7"), mailbox, null, null, Token));
        await _relay.Storage.DeadLetters.UpsertAsync(
            new() { Tenant = tenant.Scope, Id = "d", At = _relay.Now, Kind = DeadLetter.Invalid, Reason = "None." }, Token);
        Assert.NotNull(await _relay.Storage.Gates.SaveAsync(tenant.Scope, new TenantGate { NextSlot = _relay.Now }, null, Token));
    }

    private async Task<int> CountAsync(Tenant tenant) =>
        await _relay.Storage.Index.ListAsync(tenant.Scope, null, Token).CountAsync(Token)
        + (await _relay.DeadLettersAsync(tenant.Scope)).Count
        + ((await _relay.Storage.Gates.LoadAsync(tenant.Scope, Token)).ETag is null ? 0 : 1);

    /// <summary>Erases a row at a time, and fails once when a test says so.</summary>
    private sealed class FailingRows(EmbeddedStorageUnderTest storage) : ITenantRows
    {
        private int _calls;

        public int FailAt { get; set; }

        public ValueTask<int> EraseSomeAsync(string scope, int max, CancellationToken cancellationToken) => ++_calls == FailAt
            ? throw new StorageUnavailableException("Away.")
            : storage.TenantRows.EraseSomeAsync(scope, 1, cancellationToken);
    }
}
