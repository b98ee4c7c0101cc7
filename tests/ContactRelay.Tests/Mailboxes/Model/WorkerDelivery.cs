using System.Collections.Immutable;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>
/// Drains the mailbox as MailboxDelivery does, with a stop wherever an instance may die or another may come between. (That
/// one may begin with what its process has just saved; a save with its ETag then is what a load right after it would be.) The rules may be broken here, by <see cref="World.Broken"/>, and nowhere else.
/// </summary>
internal sealed class WorkerDelivery(World world, Func<DateTimeOffset> clock)
{
    private const int MaxConflicts = 20;
    private ModelCall? _call;
    private bool _timedOut;

    /// <summary>Whether storage failed, so that the message has to be sent again.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Whether the message went to the dead letters, so that there is nothing to drain for it.</summary>
    public bool IsBuried { get; set; }

    public void TimeOut(DateTimeOffset now)
    {
        if (_call is { LandsUntil: null } call && now >= call.StartedAt + ProviderSender.Timeout)
        {
            _timedOut = true;
            call.LandsUntil = call.StartedAt + ProviderSender.Timeout + World.StrayTime;
        }
    }

    public void Abandon(DateTimeOffset now)
    {
        if (_call is { LandsUntil: null } call)
        {
            call.LandsUntil = now + World.StrayTime;
        }
    }

    public IEnumerable<string> Drain()
    {
        var token = world.NewToken();
        BeginResult? saving = null;
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var loaded = world.Store.Load();
            yield return "has loaded";

            if (saving?.Batch is { } landed && loaded.Mailbox.Lease?.Token == token)
            {
                foreach (var step in CallAndSettle(landed))
                {
                    yield return step;
                }

                yield break;
            }

            var begun = Begin(loaded.Mailbox, token);
            if (begun.Outcome is BeginOutcome.Nothing)
            {
                yield break;
            }

            if (begun.Outcome is BeginOutcome.Leased or BeginOutcome.NotDue)
            {
                if (world.Broken != (begun.Outcome is BeginOutcome.Leased ? BrokenRule.DropWakeUpThatFindsLease : BrokenRule.DropEarlyWakeUp))
                {
                    yield return Send(begun.LookAgainAt!.Value, begun.Outcome.ToString());
                }

                yield break;
            }

            saving = begun;
            Keep(begun.Dead.IsDefault ? [] : begun.Dead);
            var saved = world.Save(begun.Mailbox, loaded.ETag);
            yield return $"saves {token} ({begun.Outcome}): {saved}";

            if (saved == SaveAnswer.Failed)
            {
                HasFailed = true;
                yield break;
            }

            if (saved == SaveAnswer.Saved && begun.Batch is { } batch)
            {
                foreach (var step in CallAndSettle(batch))
                {
                    yield return step;
                }

                yield break;
            }
        }

        HasFailed = true;
    }

    private BeginResult Begin(Mailbox mailbox, string token)
    {
        var seen = world.Broken == BrokenRule.IgnoreLease ? mailbox with { Lease = null } : mailbox;
        var begun = Beginning.Begin(seen, token, MailboxDelivery.LeaseTime, World.MaxAge, world.Rules, clock());
        if (world.Broken != BrokenRule.SupersedeBeforeCall || begun.Batch is not { } batch)
        {
            return begun;
        }

        var early = batch.Members
            .Where(member => !member.Changes.Paths.Any(path => batch.Carries(path, member.Id)))
            .Select(member => Settling.AsSettled(begun.Mailbox, member, UpdateStatus.Superseded, clock(), "Too early."))
            .ToImmutableArray();
        return begun with { Mailbox = begun.Mailbox.Settle(early, clock()) };
    }

    private IEnumerable<string> CallAndSettle(Batch batch)
    {
        var outcome = DeliveryOutcome.RetryLater("Too little of the lease was left to start a call.");
        if (batch.Lease.Until - clock() >= ProviderCaller.LeaseNeeded || world.Broken == BrokenRule.CallWithLittleLease)
        {
            world.Invariants.Calling(batch);
            _call = world.Provider.Start(batch, world.Now);
            do
            {
                yield return $"calls for {string.Join(' ', batch.Lease.Members)} with {string.Join(' ', batch.Patch.Paths)}";
            }
            while (!_timedOut && !world.Healthy && world.Choice % 20 == 19);

            outcome = Answer(_call);
            _call = null;
        }

        yield return $"has the answer {outcome.Word} {outcome.Reason}";

        foreach (var step in Settle(batch, outcome))
        {
            yield return step;
        }
    }

    private DeliveryOutcome Answer(ModelCall call)
    {
        if (_timedOut)
        {
            return DeliveryOutcome.NoAnswer("No answer in time.");
        }

        var choice = world.Healthy ? 0 : world.Choice % 20;
        switch (choice)
        {
            case 16 or 17:
                call.LandsUntil = world.Now + World.StrayTime;
                return DeliveryOutcome.NoAnswer("The connection broke; the request is still on its way.");
            case 15:
                world.Provider.Lose(call);
                return DeliveryOutcome.NoAnswer("The connection broke; nothing was applied.");
            case 14:
                world.Provider.Land(call);
                return DeliveryOutcome.NoAnswer("The connection broke; the request had landed.");
            case >= 9 and <= 13 or 18:
                world.Provider.Lose(call);
                return world.Invariants.Refused(choice, call.Batch);
            default:
                world.Provider.Land(call);
                return ModelProvider.Refuses(call.Batch.Patch)
                    ? DeliveryOutcome.Rejected(Invariants.BadValue)
                    : DeliveryOutcome.Delivered("record");
        }
    }

    private IEnumerable<string> Settle(Batch batch, DeliveryOutcome outcome)
    {
        var attempt = new Attempt(clock(), outcome.Word, null, 0, outcome.Reason, outcome.Unknown);
        var report = new SettleReport(outcome, attempt, ContactFields.Empty);
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var loaded = world.Store.Load();
            yield return "has loaded to settle";

            var now = clock();
            var mailbox = world.Broken == BrokenRule.SettleWithoutToken ? loaded.Mailbox with { Lease = batch.Lease } : loaded.Mailbox;
            if (Settling.Settle(mailbox, batch, report, now + Wait(outcome, mailbox.Attempts), World.MaxAge, now) is not { } settled)
            {
                if (loaded.Mailbox.DueAt() is { } at)
                {
                    yield return Send(loaded.Mailbox.Lease is { } lease && lease.Until > now ? lease.Until : at, "the answer is lost");
                }

                yield break;
            }

            Keep(settled.Dead);
            var saved = world.Save(settled.Mailbox, loaded.ETag);
            yield return $"settles {batch.Lease.Token}: {saved}";

            if (saved == SaveAnswer.Failed)
            {
                HasFailed = true;
                yield break;
            }

            if (saved == SaveAnswer.Saved)
            {
                if (settled.Mailbox.DueAt() is { } due && world.Broken != BrokenRule.SkipSendAfterSettle)
                {
                    yield return Send(due, "more is pending");
                }

                yield break;
            }
        }

        HasFailed = true;
    }

    private TimeSpan Wait(DeliveryOutcome outcome, int attempts)
    {
        if (outcome.Unknown && world.Broken == BrokenRule.RetryAtOnceAfterNoAnswer)
        {
            return TimeSpan.Zero;
        }

        var wait = outcome.Kind == OutcomeKind.Unauthorized ? TimeSpan.FromSeconds(5)
            : outcome.After ?? RetrySchedule.Wait(attempts + 1, 0.5);
        return outcome.Unknown && wait < Leases.WaitAfterNoAnswer ? Leases.WaitAfterNoAnswer : wait;
    }

    private void Keep(IEnumerable<DeadUpdate> dead)
    {
        foreach (var update in world.Broken == BrokenRule.DropDeadLetters ? [] : dead)
        {
            world.Invariants.Kept(update);
        }
    }

    private string Send(DateTimeOffset at, string why)
    {
        HasFailed = !world.Send(at, clock());
        return HasFailed ? "cannot send a wake-up" : $"has sent a wake-up: {why}";
    }
}
