using System.Text;
using ContactRelay.Delivery;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Core;

namespace ContactRelay.Simulation.Ports;

/// <summary>The queues: messages that stay until they are deleted, and come when they are visible.</summary>
internal sealed class MessageQueue(World world)
{
    public const int MaxDequeueCount = 5;

    // A delivery that fails comes again after a minute, and after up to ten where its process died.
    private const int MostTimeToFail = 600_000;

    private readonly List<Message> _messages = [];
    private readonly Dictionary<MailboxKey, int> _counts = [];
    private int _made;

    /// <summary>The messages that there are, visible or not.</summary>
    public IReadOnlyList<Message> Messages => _messages;

    /// <summary>Called with each message that may be handed out.</summary>
    public Action<Message> Deliver { get; set; } = _ => { };

    /// <summary>How many messages there are for the mailbox.</summary>
    public int CountOf(MailboxKey key) => _counts.GetValueOrDefault(key);

    public Message Make(string queue, string text, TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, WakeUp.MaxDelay);
        var key = QueueMessageReader.Read(text).Key;
        if (!Message.IsPoison(queue) && world.Faults.Happens(FaultKind.OldMessageFormat))
        {
            text = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        }

        var name = "m" + World.Text(++_made);
        return new(name, queue, name, text, key, SimulatedTime.At(world.Scheduler.Now))
        {
            VisibleAt = world.Scheduler.Now + (long)Math.Ceiling(delay.TotalMilliseconds),
        };
    }

    /// <summary>The message is on the queue from now on.</summary>
    public void Put(Message message)
    {
        if (!Message.IsPoison(message.Queue) && world.Faults.Happens(FaultKind.PoisonMessage))
        {
            message.DequeueCount = MaxDequeueCount;
            Add(message, world.Latency(MostTimeToFail));
        }
        else
        {
            Add(message, Lateness());
        }

        if (world.Faults.Happens(FaultKind.DuplicateMessage))
        {
            Add(new(message.Name + "'", message.Queue, message.Id, message.Text, message.Key, message.InsertedAt) { VisibleAt = message.VisibleAt }, Lateness());
        }
    }

    /// <summary>The message may be handed out at this time, unless somebody is given it before.</summary>
    public void Show(Message message, long at)
    {
        message.VisibleAt = at;
        var receipt = message.Receipt;
        world.Scheduler.Add(
            new ActionStep(() =>
            {
                if (!message.IsDeleted && message.Receipt == receipt)
                {
                    Deliver(message);
                }
            }, isUnseen: true),
            at - world.Scheduler.Now + world.Latency(20));
    }

    /// <summary>Deletes the message for whoever was given it last; for anybody else nothing happens.</summary>
    public void Delete(Message message, int receipt)
    {
        if (message.IsDeleted || message.Receipt != receipt)
        {
            return;
        }

        message.IsDeleted = true;
        _messages.Remove(message);
        if (message.Key is { } key)
        {
            _counts[key]--;
            world.SaveChecks.MessageGone(key);
        }
    }

    /// <summary>Puts a message that failed too often on the poison queue.</summary>
    public void Move(Message message)
    {
        world.Trace.Add("host", "moves to the poison queue", message.Name);
        if (QueueMessageReader.Read(message.Text).Update is { } update
            && world.Ledger.OfBody(message.Key!, UpdateHash.OfUpdate(update.Changes, update.Options)) is { } sent)
        {
            sent.WasPoisoned = true;
        }

        Put(Make(message.Queue + Message.PoisonSuffix, message.Text, TimeSpan.Zero));
        Delete(message, message.Receipt);
    }

    /// <summary>What a dead process had in hand comes back.</summary>
    public void GiveBack(Instance dead, int longest)
    {
        foreach (var message in _messages.Where(message => message.Holder == dead).ToList())
        {
            message.Holder = null;
            Show(message, world.Scheduler.Now + world.Latency(longest));
        }
    }

    private void Add(Message message, long lateness)
    {
        _messages.Add(message);
        if (message.Key is { } key)
        {
            _counts[key] = CountOf(key) + 1;
        }

        Show(message, Math.Max(message.VisibleAt, world.Scheduler.Now) + lateness);
    }

    private long Lateness() =>
        world.Faults.Happens(FaultKind.DelayedMessage) ? world.Random.Next(60_000, 600_000)
        : world.Faults.Happens(FaultKind.ReorderedMessage) ? world.Random.Next(100, 10_000)
        : 0;
}
