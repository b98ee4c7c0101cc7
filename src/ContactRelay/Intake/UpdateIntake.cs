using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Storage;
using ContactRelay.Telemetry;
using ContactRelay.Tenants;

namespace ContactRelay.Intake;

/// <summary>
/// Accepts updates: loads the contact's mailbox, checks the update against what is known, puts it in, saves, sends a
/// wake-up. Every door of the system ends here.
/// </summary>
public sealed class UpdateIntake(
    IMailboxStore mailboxes, MailboxSaving saving, TenantGates gates, ProviderRegistry providers, OutcomeRecorder outcomes, TimeProvider time)
{
    private const int MaxConflicts = 20;

    private readonly NewContacts _newContacts = new();

    /// <summary>
    /// Accepts the update; when this says so, it is on disk and something will look into it. Throws
    /// <see cref="StorageUnavailableException"/> where that cannot be promised: the same update may then simply be sent again.
    /// </summary>
    public async Task<IntakeResult> AcceptAsync(
        Tenant tenant, string contactId, ContactFields changes, IntakeOptions options, CancellationToken cancellationToken) =>
        (await AcceptAsync(tenant, contactId, [new(changes, options)], cancellationToken))[0];

    /// <summary>
    /// Accepts some updates of one contact, in their order, with one save and one wake-up; each has a result of its own.
    /// Throws as for one.
    /// </summary>
    public async Task<IReadOnlyList<IntakeResult>> AcceptAsync(
        Tenant tenant, string contactId, IReadOnlyList<IncomingUpdate> updates, CancellationToken cancellationToken)
    {
        if (ContactId.Check(contactId) is not null)
        {
            // Storage could not even name its mailbox.
            return [.. updates.Select(update => IntakeResult.Refused(IntakeRules.CheckNames(contactId, update.Options)))];
        }

        var key = tenant.Mailbox(contactId);
        var accepting = new MailboxIntake(
            tenant, providers.Of(tenant), contactId, [.. updates.Select(update => (update, NewUpdates.From(update, time.GetUtcNow())))]);
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var isGuess = tries == 0 && _newContacts.AreExpected(key.Tenant);
            var loaded = isGuess ? new(Mailbox.Empty, null) : await LoadAsync(key, cancellationToken);
            var accepted = accepting.Accept(loaded.Mailbox, time.GetUtcNow());
            if (isGuess && ReferenceEquals(accepted.Mailbox, loaded.Mailbox))
            {
                // Only a save would show that the guess was wrong.
                continue;
            }

            // Once a save has begun, whoever asked may go away: all that belongs to it is done.
            cancellationToken.ThrowIfCancellationRequested();
            cancellationToken = CancellationToken.None;
            var wakeUp = accepted.WakeAt is { } at ? await WakeUpAsync(key, tenant, loaded.Mailbox, accepted.Mailbox, at, cancellationToken) : null;
            if (await saving.SaveAsync(key, tenant, loaded, accepted.Mailbox, wakeUp, cancellationToken))
            {
                await outcomes.AcceptedAsync(key, tenant, accepted.Results);
                return accepted.Results;
            }

            gates.GiveBack(tenant, accepted.Mailbox.IsBulk, wakeUp?.Slot);
        }

        return [.. updates.Select(_ => new IntakeResult(IntakeOutcome.Busy))];
    }

    private async Task<LoadedMailbox> LoadAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        var loaded = await mailboxes.LoadAsync(key, cancellationToken);
        _newContacts.Seen(key.Tenant, isNew: loaded.ETag is null);
        return loaded;
    }

    /// <summary>
    /// The wake-up for what was accepted: at once, or, where the tenant has a rate, in its next slot, so that a flood
    /// waits on the queue and not in everybody's way. What comes to a mailbox in which something is pending already is most
    /// likely delivered with that, and takes no slot of its own.
    /// </summary>
    private async Task<WakeUp> WakeUpAsync(
        MailboxKey key, Tenant tenant, Mailbox before, Mailbox after, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var wakeUp = after.WakeUpAt(key, at);
        return before.Pending.IsEmpty && at <= time.GetUtcNow() && await gates.NextSlotAsync(tenant, after.IsBulk, cancellationToken) is { } slot
            ? wakeUp with { At = slot, Slot = slot }
            : wakeUp;
    }
}
