using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Checks;
using ContactRelay.Simulation.Core;
using ContactRelay.Simulation.Providers;
using ContactRelay.Simulation.Workload;

namespace ContactRelay.Simulation;

/// <summary>One run: a world, its work and its faults, all from one seed.</summary>
internal sealed class SeededRun
{
    private const int MaxOffset = 2500;
    private readonly World _world;
    private readonly SeededRandom _random;
    private readonly List<(SimulatedTenant Tenant, MailboxKey Key)> _contacts = [];
    private readonly UpdateMaker _maker;

    // Whether updates are redriven and cancelled again and again, at about the same time.
    private readonly bool _isDisputed;
    private readonly Operator _operator;

    private SeededRun(ulong seed, bool isReadable)
    {
        _random = new(seed);
        var (tenants, maxAge) = _random.Pick(TenantChoices.All);
        var isEmbedded = _random.OneIn(3);
        _world = new(new()
        {
            Random = _random,
            Faults = new SeededFaults(_random),
            Scheduler = new(),
            Tenants = tenants,
            Instances = isEmbedded ? 1 : _random.Next(2, 4),
            MaxAge = maxAge,
            MaxOffset = _random.OneIn(2) ? MaxOffset : 0,
            IsEmbedded = isEmbedded,
            IsReadable = isReadable,
        });
        _isDisputed = _random.OneIn(3);
        _maker = new(_world);
        _operator = new(_world);
    }

    /// <summary>Makes the run of this seed, to its end or to the first promise that is broken.</summary>
    public static RunResult Make(ulong seed, bool isReadable = false)
    {
        var run = new SeededRun(seed, isReadable);
        string? broken = null;
        try
        {
            run.Plan();
            run._world.Run();
            run.End();
        }
        catch (Exception e)
        {
            // Not only broken promises: whatever is thrown is a run that failed.
            broken = BrokenPromiseException.Describe(e);
        }

        var world = run._world;
        return new(world.Trace.Hash, broken, world.Trace.Count, world.Faults.Counts, world.Trace.Lines);
    }

    private void Plan()
    {
        foreach (var tenant in _world.Tenants)
        {
            for (var i = _random.Next(1, 3); i > 0; i--)
            {
                _contacts.Add((tenant, new(tenant.Id, World.Text(100 + _contacts.Count))));
            }
        }

        var isShort = _random.OneIn(2);
        for (var i = _random.Next(3, 10); i > 0; i--)
        {
            At(_random.Next(isShort ? 500 : 180_000), Send);
        }

        At(_random.Next(isShort ? 500 : 30_000), Operate);
        At(_random.Next(180_000), Operate);
        At(_random.Next(10_000, 300_000), Operate);
        var healAt = _random.Next(300_000, 1_200_000);
        At(_random.Next(healAt), _operator.Decide);
        At(healAt, Heal);
        At(_random.Next(60_000), new MinuteTimer(_world).Tick);
        if (_random.OneIn(4))
        {
            // What was not delivered is still there after months, and must not overwrite what was delivered since.
            var later = _random.Next(20, 60) * 86_400_000L;
            var (tenant, key) = _random.Pick(_contacts);
            At(later - _random.Next(600_000), () => Send(_maker.Make(tenant, key)));
            At(later, () => _contacts.ForEach(contact => _operator.Retain(contact.Key)));
            At(later + 600_000, _operator.RedriveAll);
        }
    }

    private void At(long time, Action action) => _world.Scheduler.Add(new ActionStep(action), time);

    private void Send()
    {
        var sent = _world.Ledger.All;
        var earlier = sent.Count == 0 ? null : sent[_random.Next(sent.Count)];
        if (earlier is { Options.IdempotencyKey: not null } && _random.OneIn(8))
        {
            earlier.IsSentTwice = true;
            SendAgain(earlier);
        }
        else if (earlier is { Options.IdempotencyKey: not null, KeyOf: null } && _random.OneIn(10))
        {
            Send(_maker.MakeWithKeyOf(earlier));
        }
        else
        {
            var (tenant, key) = _random.Pick(_contacts);
            Send(_maker.Make(tenant, key, isMessage: _random.OneIn(4)));
        }
    }

    private void Send(SentUpdate update)
    {
        Enter(update);
        SendAgain(update);
    }

    private void Enter(SentUpdate update)
    {
        _world.Ledger.Add(update);
        _world.Trace.Add("u" + World.Text(update.Number), update.IsMessage ? "is put on the queue" : "is sent", update.Key.ContactId);
    }

    private void SendAgain(SentUpdate update)
    {
        if (!update.IsMessage)
        {
            new Caller(_world, [update]).Send();
            return;
        }

        _world.Queue.Put(_world.Queue.Make(Delivery.QueueNames.Updates, MessageText.Of(update), TimeSpan.Zero));
    }

    /// <summary>What people do to a system that runs.</summary>
    private void Operate()
    {
        var (tenant, key) = _random.Pick(_contacts);
        var stored = _world.Storage.Tenants;
        if (_world.Faults.Happens(FaultKind.KeyRotated))
        {
            _world.Provider.RotateKey(tenant.Secret);
        }

        if (_world.Faults.Happens(FaultKind.TenantEdited))
        {
            stored[tenant.Id] = new(tenant.EditedDocument, "2", new());
        }

        if (_world.Faults.Happens(FaultKind.TenantGone))
        {
            stored[tenant.Id] = new("{}"u8.ToArray(), "3", new());
            At(_random.Next(900_000), () => stored[tenant.Id] = new(tenant.Document, "4", new()));
        }

        if (_world.Faults.Happens(FaultKind.TenantFloods))
        {
            Flood(tenant, key);
        }

        _operator.Cancel(_world.Ledger.All.LastOrDefault(update => update.Id is not null));
        _operator.Decide();
        if (_isDisputed)
        {
            At(_random.Next(2_000), _operator.Decide);
            At(_random.Next(2_000), () => _operator.Cancel(_world.Ledger.All.LastOrDefault(update => update.Id is not null)));
        }

        _operator.Erase(key);
    }

    /// <summary>Whoever puts the world in order looks last at what was not delivered meanwhile.</summary>
    private void Heal()
    {
        _operator.Decide();
        _world.Heal();
    }

    private void Flood(SimulatedTenant tenant, MailboxKey key)
    {
        var batch = new List<SentUpdate>();
        for (var i = _random.Next(8, 12); i > 0; i--)
        {
            batch.Add(_maker.Make(tenant, key, isBulk: true));
            Enter(batch[^1]);
        }

        new Caller(_world, batch).Send();
    }

    /// <summary>Everything that was stored must have settled by now, whether anybody was told so or not.</summary>
    private void End()
    {
        foreach (var (_, key) in _contacts)
        {
            var pending = _world.Storage.Load(key)?.Mailbox.Pending ?? [];
            _world.Require(
                pending.All(update => _world.Ledger.OfId(update.Id) is { Answered: null, IsMessage: false } or { IsBeingRedriven: true }),
                "I2: an update that was answered 202 is never settled.");
            _world.Require(pending.IsEmpty, "I2: an update that was stored and never answered is not found.");
        }

        EndChecks.Check(_world);
    }
}
