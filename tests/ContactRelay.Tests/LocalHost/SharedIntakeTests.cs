using System.Collections.Immutable;
using ContactRelay.Contacts;
using ContactRelay.Intake;
using ContactRelay.LocalHost.Storage;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>Updates of one contact that come at the same time.</summary>
public sealed class SharedIntakeTests
{
    private static readonly MailboxKey Contact = new("demo-kulea", "7");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Updates_of_one_contact_at_once_are_saved_together_in_their_order()
    {
        await using var host = await RunningHost.StartAsync();
        var (intake, store, tenant) = await PartsAsync(host);
        const int count = 1 + (2 * SharedIntake.MaxGroup);

        var results = await WhileTheDiskWaitsAsync(host, () => Enumerable.Range(0, count)
            .Select(i => intake.AcceptAsync(tenant, Contact.ContactId, Name($"N{i}"), Tomorrow(host), Token)));

        Assert.All(results, result => Assert.Equal(IntakeOutcome.Accepted, result.Outcome));
        var loaded = await store.LoadAsync(tenant.Mailbox(Contact.ContactId), Token);
        Assert.Equal("3", loaded.ETag);
        Assert.Equal(results.Select(result => result.UpdateId), loaded.Mailbox.Pending.Select(update => update.Id));
    }

    [Fact]
    public async Task Update_that_is_refused_with_others_spoils_none_and_a_repeated_one_is_the_first_again()
    {
        await using var host = await RunningHost.StartAsync();
        var (intake, store, tenant) = await PartsAsync(host);
        var options = Tomorrow(host) with { IdempotencyKey = "once" };

        var results = await WhileTheDiskWaitsAsync(host, () => ImmutableArray.Create(
            intake.AcceptAsync(tenant, Contact.ContactId, Name("A"), Tomorrow(host), Token),
            intake.AcceptAsync(tenant, Contact.ContactId, Name("B"), options, Token),
            intake.AcceptAsync(tenant, Contact.ContactId, new([new("phone", FieldValue.Text("1"))]), Tomorrow(host), Token),
            intake.AcceptAsync(tenant, Contact.ContactId, Name("B"), options, Token)));

        Assert.Equal([IntakeOutcome.Accepted, IntakeOutcome.Accepted, IntakeOutcome.Refused, IntakeOutcome.Accepted], results.Select(result => result.Outcome));
        Assert.Equal(results[1].UpdateId, results[3].UpdateId);
        Assert.True(results[3].IsReplay);
        Assert.Equal(2, (await store.LoadAsync(tenant.Mailbox(Contact.ContactId), Token)).Mailbox.Pending.Length);
    }

    [Fact]
    public async Task Caller_that_goes_away_while_it_waits_leaves_the_others_their_answers()
    {
        await using var host = await RunningHost.StartAsync();
        var (intake, _, tenant) = await PartsAsync(host);
        using var gone = new CancellationTokenSource();

        var results = await WhileTheDiskWaitsAsync(host, () =>
        {
            var first = intake.AcceptAsync(tenant, Contact.ContactId, Name("A"), Tomorrow(host), Token);
            var leaving = intake.AcceptAsync(tenant, Contact.ContactId, Name("B"), Tomorrow(host), gone.Token);
            var last = intake.AcceptAsync(tenant, Contact.ContactId, Name("C"), Tomorrow(host), Token);
            gone.Cancel();
            Assert.True(leaving.IsCanceled);
            return [first, last];
        });

        Assert.All(results, result => Assert.Equal(IntakeOutcome.Accepted, result.Outcome));
    }

    private static async Task<(SharedIntake Intake, IMailboxStore Store, Tenant Tenant)> PartsAsync(RunningHost host) => (
        host.Services.GetRequiredService<SharedIntake>(),
        host.Services.GetRequiredService<IMailboxStore>(),
        (await host.Services.GetRequiredService<ITenantDirectory>().FindAsync(Contact.Tenant, Token))!);

    /// <summary>Keeps the storage's writer waiting while the calls are begun, so that they are at the same time.</summary>
    private static async Task<IntakeResult[]> WhileTheDiskWaitsAsync(RunningHost host, Func<IEnumerable<Task<IntakeResult>>> begin)
    {
        using var isBegun = new ManualResetEventSlim();
        var waiting = host.Services.GetRequiredService<EmbeddedDatabase>().WriteAsync(_ =>
        {
            isBegun.Wait(Token);
            return 0;
        });
        var calls = begin().ToArray();
        isBegun.Set();
        await waiting;
        return await Task.WhenAll(calls);
    }

    private static ContactFields Name(string name) => new([new(CanonicalFields.FirstName, FieldValue.Text(name))]);

    // Nothing else than the intake is to save the mailbox.
    private static IntakeOptions Tomorrow(RunningHost host) => new() { DeliverAt = host.Time.GetUtcNow().AddDays(1) };
}
