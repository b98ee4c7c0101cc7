using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using ContactRelay.Tenants;

namespace ContactRelay.Intake;

/// <summary>Puts some updates of one contact into its mailbox, one after the other. Pure, so that it can be done again after a conflict.</summary>
internal sealed class MailboxIntake(
    Tenant tenant, IContactProvider provider, string contactId, IReadOnlyList<(IncomingUpdate Incoming, NewUpdate Update)> updates)
{
    private readonly BatchRules _rules = new(provider.AdditiveFields, tenant.DeliverEach);

    /// <summary>The mailbox after it, the same object where nothing of it changed; and when it has to be looked into.</summary>
    public (Mailbox Mailbox, DateTimeOffset? WakeAt, IReadOnlyList<IntakeResult> Results) Accept(Mailbox mailbox, DateTimeOffset now)
    {
        var results = new List<IntakeResult>(updates.Count);
        DateTimeOffset? wakeAt = null;
        foreach (var (incoming, update) in updates)
        {
            var (next, at, result) = Accept(mailbox, incoming, update, now);
            mailbox = next;
            results.Add(result);

            // A message of the queue is itself the wake-up of the update that it brings.
            if (!incoming.Options.IsQueued && at is not null && !(wakeAt <= at))
            {
                wakeAt = at;
            }
        }

        return (mailbox, wakeAt, results);
    }

    private (Mailbox Mailbox, DateTimeOffset? WakeAt, IntakeResult Result) Accept(
        Mailbox mailbox, IncomingUpdate incoming, NewUpdate update, DateTimeOffset now)
    {
        var options = incoming.Options;
        var wrong = IntakeRules.CheckNames(contactId, options);
        if (wrong.Count > 0)
        {
            return (mailbox, null, IntakeResult.Refused(wrong));
        }

        var dueBy = options.DeliverAt > now ? options.DeliverAt.Value : now;
        var check = UpdateCheck.Run(mailbox, provider, tenant, contactId, incoming.Changes, dueBy);
        if (Accepting.FindEarlier(mailbox, update) is { } earlier)
        {
            return (mailbox, earlier.Outcome is AcceptOutcome.KeyReused ? null : earlier.WakeAt, Earlier(earlier, check.LeftOut));
        }

        wrong = IntakeRules.CheckTimes(options, now);
        if (wrong.Count > 0 || check.Errors.Count > 0)
        {
            return (mailbox, null, IntakeResult.Refused(wrong.Count > 0 ? wrong : check.Errors));
        }

        var accepted = Accepting.AcceptNew(mailbox, update with { Changes = check.Changes }, _rules, now);
        return accepted.Outcome is AcceptOutcome.Accepted
            ? (accepted.Mailbox, accepted.WakeAt, new(IntakeOutcome.Accepted) { UpdateId = accepted.UpdateId, Status = accepted.FirstStatus, LeftOut = check.LeftOut })
            : (mailbox, null, Refuse(accepted.Outcome));
    }

    /// <summary>The first answer again.</summary>
    private static IntakeResult Earlier(AcceptResult earlier, IReadOnlyList<string> leftOut) => earlier.Outcome is AcceptOutcome.KeyReused
        ? new(IntakeOutcome.KeyReused)
        : new(IntakeOutcome.Accepted)
        {
            UpdateId = earlier.UpdateId,
            Status = earlier.FirstStatus,
            IsReplay = earlier.Outcome is AcceptOutcome.Replayed,
            LeftOut = leftOut,
        };

    private static IntakeResult Refuse(AcceptOutcome outcome) => outcome switch
    {
        AcceptOutcome.Full => new(IntakeOutcome.MailboxFull),
        AcceptOutcome.Erased => new(IntakeOutcome.Erased)
        {
            Errors = [new("/occurredAt", "The contact was erased after the time that these values are from.")],
        },
        AcceptOutcome.TooManyFields => IntakeResult.Refused(
            [new("", $"With these fields the contact would have more than {Accepting.MaxFields}.")]),
        AcceptOutcome.TooLarge => IntakeResult.Refused(
            [new("", "The update is larger than the room that there is for a contact: send its fields in several updates, or shorter values.")]),
        _ => throw new InvalidOperationException($"Not a refusal of a new update: {outcome}."),
    };
}
