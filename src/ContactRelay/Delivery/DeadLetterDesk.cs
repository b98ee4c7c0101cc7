using ContactRelay.Delivery.Gates;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Storage;
using ContactRelay.Telemetry;
using ContactRelay.Tenants;

namespace ContactRelay.Delivery;

/// <summary>
/// Decides over dead letters: sends them on their way again, paced by their tenant's limits, or gives them up. Its members
/// throw <see cref="StorageUnavailableException"/> where the storage is away; the same may then simply be asked for again.
/// </summary>
public sealed class DeadLetterDesk(
    IDeadLetterStore deadLetters,
    IMailboxStore mailboxes,
    MailboxSaving saving,
    TenantGates gates,
    ProviderRegistry providers,
    OutcomeRecorder outcomes,
    TimeProvider time)
{
    private const int MaxConflicts = 20;

    /// <summary>Sends one on its way again; then it is no dead letter any more.</summary>
    public Task<DeadLetterOutcome> RedriveAsync(Tenant tenant, StoredDeadLetter stored, CancellationToken cancellationToken)
    {
        if (stored.Letter is not { Update: { } update, ContactId: { } contactId } letter)
        {
            return Task.FromResult(DeadLetterOutcome.NoUpdate);
        }

        var now = time.GetUtcNow();
        var newId = now - letter.At > Mailbox.SettledKept ? NewUpdates.NewId(now) : null;
        var rules = new BatchRules(providers.Of(tenant).AdditiveFields, tenant.DeliverEach);
        return DecideAsync(
            tenant, stored, contactId, (mailbox, now) => Redriving.Redrive(mailbox, update, letter.Died, rules, now, newId), cancellationToken);
    }

    /// <summary>Gives one up for good.</summary>
    public async Task<DeadLetterOutcome> DiscardAsync(Tenant tenant, StoredDeadLetter stored, string reason, CancellationToken cancellationToken)
    {
        if (stored.Letter is { Update: { } update, ContactId: { } contactId } letter)
        {
            return await DecideAsync(
                tenant, stored, contactId, (mailbox, now) => Redriving.Discard(mailbox, update, letter.Died, reason, now), cancellationToken);
        }

        await deadLetters.DeleteAsync(stored, cancellationToken);
        return DeadLetterOutcome.Discarded;
    }

    /// <summary>The mailbox is changed first: a letter whose update is decided over already can be decided over again, and nothing comes of it.</summary>
    private async Task<DeadLetterOutcome> DecideAsync(
        Tenant tenant,
        StoredDeadLetter stored,
        string contactId,
        Func<Mailbox, DateTimeOffset, RedriveResult> decide,
        CancellationToken cancellationToken)
    {
        var key = tenant.Mailbox(contactId);
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var loaded = await mailboxes.LoadAsync(key, cancellationToken);
            var decided = decide(loaded.Mailbox, time.GetUtcNow());
            if (LeftAsItIs(decided.Outcome) is { } left)
            {
                return left;
            }

            // Once a save has begun, whoever asked may go away: all that belongs to it is done.
            cancellationToken.ThrowIfCancellationRequested();
            cancellationToken = CancellationToken.None;
            var wakeUp = decided.Outcome is RedriveOutcome.Pending ? await WakeUpAsync(key, tenant, decided.Mailbox, cancellationToken) : null;
            if (await saving.SaveAsync(key, tenant, loaded, decided.Mailbox, wakeUp, cancellationToken))
            {
                if (decided.Outcome is RedriveOutcome.Superseded or RedriveOutcome.Discarded)
                {
                    await outcomes.SettledAsync(key, tenant, [decided.Mailbox.Settled[^1]]);
                }

                await deadLetters.DeleteAsync(stored, cancellationToken);
                return decided.Outcome switch
                {
                    RedriveOutcome.Pending => DeadLetterOutcome.Redriven,
                    RedriveOutcome.Superseded => DeadLetterOutcome.Superseded,
                    RedriveOutcome.Discarded => DeadLetterOutcome.Discarded,
                    _ => DeadLetterOutcome.Gone,
                };
            }

            gates.GiveBack(tenant, decided.Mailbox.IsBulk, wakeUp?.Slot);
        }

        throw new StorageUnavailableException("The mailbox changes too fast to be saved.");
    }

    private async Task<WakeUp> WakeUpAsync(MailboxKey key, Tenant tenant, Mailbox mailbox, CancellationToken cancellationToken) =>
        await gates.NextSlotAsync(tenant, mailbox.IsBulk, cancellationToken) is { } slot
            ? mailbox.WakeUpAt(key, slot) with { Slot = slot }
            : mailbox.WakeUpAt(key, time.GetUtcNow());

    /// <summary>What is said of a letter that stays as it is; null where there is something to save.</summary>
    private static DeadLetterOutcome? LeftAsItIs(RedriveOutcome outcome) => outcome switch
    {
        RedriveOutcome.Full => DeadLetterOutcome.Full,
        RedriveOutcome.Refused => DeadLetterOutcome.Refused,
        RedriveOutcome.NotDeadYet => DeadLetterOutcome.Pending,
        _ => null,
    };
}
