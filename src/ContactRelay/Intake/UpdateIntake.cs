using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Storage;
using ContactRelay.Tenants;

namespace ContactRelay.Intake;

/// <summary>
/// Accepts updates: loads the contact's mailbox, checks the update against what is known, puts it in, saves, sends a
/// wake-up. Every door of the system ends here.
/// </summary>
public sealed class UpdateIntake(IMailboxStore mailboxes, WakeUpSender wakeUps, ProviderRegistry providers, TimeProvider time)
{
    private const int MaxConflicts = 20;

    /// <summary>
    /// Accepts the update; when this says so, it is on disk and something will look into it. Throws
    /// <see cref="StorageUnavailableException"/> where that cannot be promised: the same update may then simply be sent again.
    /// </summary>
    public async Task<IntakeResult> AcceptAsync(
        Tenant tenant, string contactId, ContactFields changes, IntakeOptions options, CancellationToken cancellationToken)
    {
        var wrong = IntakeRules.CheckNames(contactId, options);
        if (wrong.Count > 0)
        {
            return IntakeResult.Refused(wrong);
        }

        var key = new MailboxKey(tenant.Id, contactId);
        var provider = providers.Of(tenant);
        var update = new NewUpdate
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
            Changes = changes,
            OccurredAt = options.OccurredAt ?? (options.DeliverAt is null ? options.InsertedAt : null),
            DeliverAt = options.DeliverAt,
            KeyHash = options.IdempotencyKey is { } idempotencyKey ? UpdateHash.OfKey(idempotencyKey) : null,
            BodyHash = UpdateHash.OfUpdate(changes, options),
        };
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var loaded = await mailboxes.LoadAsync(key, cancellationToken);
            var check = UpdateCheck.Run(loaded.Mailbox, provider, tenant, contactId, changes, DueBy(options));
            if (Accepting.FindEarlier(loaded.Mailbox, update) is { } earlier)
            {
                return await ReplayAsync(key, earlier, check.LeftOut, options, cancellationToken);
            }

            wrong = IntakeRules.CheckTimes(options, time.GetUtcNow());
            if (wrong.Count > 0)
            {
                return IntakeResult.Refused(wrong);
            }

            if (check.Errors.Count > 0)
            {
                return IntakeResult.Refused(check.Errors);
            }

            var accepted = Accepting.Accept(
                loaded.Mailbox, update with { Changes = check.Changes }, new BatchRules(provider.AdditiveFields, tenant.DeliverEach), time.GetUtcNow());
            if (accepted.Outcome is not AcceptOutcome.Accepted)
            {
                return Refuse(accepted.Outcome);
            }

            var wakeUp = accepted.WakeAt is { } at && !options.IsQueued ? new WakeUp(key, at) : null;
            if (await mailboxes.SaveAsync(key, accepted.Mailbox, loaded.ETag, wakeUp, cancellationToken) is not null)
            {
                return new(IntakeOutcome.Accepted) { UpdateId = accepted.UpdateId, Status = accepted.FirstStatus, LeftOut = check.LeftOut };
            }
        }

        return new(IntakeOutcome.Busy);
    }

    private DateTimeOffset DueBy(IntakeOptions options) =>
        options.DeliverAt is { } at && at > time.GetUtcNow() ? at : time.GetUtcNow();

    /// <summary>The first answer again. A wake-up goes again too, since the first caller may never have had its answer.</summary>
    private async Task<IntakeResult> ReplayAsync(
        MailboxKey key, AcceptResult earlier, IReadOnlyList<string> leftOut, IntakeOptions options, CancellationToken cancellationToken)
    {
        if (earlier.Outcome is AcceptOutcome.KeyReused)
        {
            return new(IntakeOutcome.KeyReused);
        }

        if (earlier.WakeAt is { } at && !options.IsQueued)
        {
            await wakeUps.SendAsync(new(key, at), cancellationToken);
        }

        return new(IntakeOutcome.Accepted)
        {
            UpdateId = earlier.UpdateId,
            Status = earlier.FirstStatus,
            IsReplay = earlier.Outcome is AcceptOutcome.Replayed,
            LeftOut = leftOut,
        };
    }

    private static IntakeResult Refuse(AcceptOutcome outcome) => outcome switch
    {
        AcceptOutcome.Full => new(IntakeOutcome.MailboxFull),
        AcceptOutcome.TooManyFields => IntakeResult.Refused(
            [new("", $"With these fields the contact would have more than {Accepting.MaxFields}.")]),
        _ => throw new InvalidOperationException($"Not a refusal of a new update: {outcome}."),
    };
}
