using System.Globalization;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>What must hold all the time. It remembers what it has seen, so that it can tell what changed.</summary>
internal sealed partial class Invariants(BatchRules rules, Action<string> log)
{
    public const string BadValue = "A bad value.";
    private const string BadContact = "No such contact.";

    /// <summary>The clocks of two instances differ by no more.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(4);

    private readonly Dictionary<string, NewUpdate> _updates = [];
    private readonly HashSet<string> _answered = [];
    private readonly HashSet<string> _refusedContact = [];
    private readonly Dictionary<string, DeadUpdate> _dead = [];
    private readonly Dictionary<string, NewUpdate> _firstOfKey = [];

    /// <summary>The provider, once there is one.</summary>
    public ModelProvider? Provider { get; set; }

    /// <summary>The updates whose callers were told that they are accepted.</summary>
    public IReadOnlySet<string> AnsweredIds => _answered;

    public void Require(bool holds, string property)
    {
        if (!holds)
        {
            log("BROKEN " + property);
            throw new ModelException(property);
        }
    }

    public static string Describe(NewUpdate update) => string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Join(' ', update.Changes.Paths)} of {update.BodyHash}{(ModelProvider.Refuses(update.Changes) ? ", bad" : "")}" +
        $"{(update.OccurredAt is { } at ? $", occurred {at:HH:mm:ss}" : "")}{(update.DeliverAt is { } due ? $", deliver at {due:HH:mm:ss}" : "")}");

    /// <summary>I2, after every step.</summary>
    public void Check(Mailbox mailbox, ModelQueue queue) => Require(
        !queue.IsEmpty || !mailbox.Pending.Any(update => _answered.Contains(update.Id)),
        "I2: an update that was answered 202 is pending, and no message is left to wake it.");

    /// <summary>An update is about to be saved as accepted.</summary>
    public void Accepting(Mailbox before, AcceptResult accepted, NewUpdate update)
    {
        _updates[update.Id] = update;
        var after = accepted.Mailbox;
        Require(accepted.Outcome == AcceptOutcome.Accepted, $"{update.Id} is not accepted: {accepted.Outcome}.");
        Require(
            ReferenceEquals(before.Lease, after.Lease) && before.Attempts == after.Attempts && before.NextAttemptAt == after.NextAttemptAt,
            "R2: accepting touches what belongs to the delivery.");
        Require(
            after.FindPending(update.Id) is null == accepted.WakeAt is null,
            "R2: a wake-up is for what is pending, and for nothing else.");
    }

    /// <summary>I6: an update that was there already.</summary>
    public void Replayed(NewUpdate update, AcceptResult earlier)
    {
        var known = _updates[earlier.UpdateId];
        Require(
            earlier.Outcome switch
            {
                AcceptOutcome.Accepted => earlier.UpdateId == update.Id,
                AcceptOutcome.Replayed => Same(update, known) && ReferenceEquals(_firstOfKey[update.KeyHash!], known),
                AcceptOutcome.KeyReused => update.KeyHash == known.KeyHash && update.BodyHash != known.BodyHash,
                _ => false,
            },
            $"I6: {update.Id} is {earlier.Outcome} as {earlier.UpdateId}.");
    }

    public NewUpdate Sent(string id) => _updates[id];

    /// <summary>A caller has been told 202.</summary>
    public void Answered(string id) => _answered.Add(id);

    /// <summary>A call is about to be made.</summary>
    public void Calling(Batch batch)
    {
        Require(batch.Patch.Count > 0, "A call changes nothing.");
        Require(
            batch.Members.Length == 1 || (!rules.Each && batch.Members.All(member => !member.Alone)),
            "I5: an update that goes alone has company.");
    }

    /// <summary>An answer other than that the values are good or bad.</summary>
    public DeliveryOutcome Refused(int choice, Batch batch)
    {
        switch (choice)
        {
            case 9:
                return DeliveryOutcome.RetryLater("Try later.");
            case 10:
                return DeliveryOutcome.RetryLater("Try in a minute.", TimeSpan.FromMinutes(1));
            case 11:
                return DeliveryOutcome.Unauthorized("Who are you?");
            case 18:
                return DeliveryOutcome.Throttled("Too often.", TimeSpan.FromMinutes(10));
            default:
                _refusedContact.Add(batch.Lease.Token);
                return choice == 12
                    ? DeliveryOutcome.Rejected(BadContact, RefusalScope.Contact)
                    : DeliveryOutcome.Ignored(BadContact);
        }
    }

    /// <summary>The values of an update that died are kept.</summary>
    public void Kept(DeadUpdate dead) => _dead[dead.Update.Id] = dead;

    private static bool Same(NewUpdate update, NewUpdate other) =>
        update.BodyHash == other.BodyHash && update.Changes.SequenceEqual(other.Changes);
}
