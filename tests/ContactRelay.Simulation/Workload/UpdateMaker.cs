using System.Globalization;
using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Core;
using ContactRelay.Simulation.Providers;

namespace ContactRelay.Simulation.Workload;

/// <summary>Makes updates: each value ends in the update's number, so that every value says where it comes from.</summary>
internal sealed class UpdateMaker(World world)
{
    private static readonly int[] DelaysInSeconds = [5, 40, 100, 1200, 40_000, 700_000, 3_200_000];

    /// <summary>An update of the contact, sent at this moment.</summary>
    public SentUpdate Make(SimulatedTenant tenant, MailboxKey key, bool isMessage = false, bool isBulk = false)
    {
        var random = world.Random;
        var number = world.Ledger.All.Count;
        var isBad = world.Faults.Happens(FaultKind.ValueRefused);
        var now = SimulatedTime.At(world.Scheduler.Now);
        var hasDate = random.OneIn(5);
        var isScheduled = !hasDate && random.OneIn(6);
        return Make(number, tenant, key, isBad, isMessage, new IntakeOptions
        {
            OccurredAt = hasDate ? now.AddSeconds(random.Next(-100, 60)) : null,
            DeliverAt = isScheduled ? now.AddSeconds(random.Pick(DelaysInSeconds)) : null,
            IdempotencyKey = !isBulk && random.OneIn(3) ? null : Name(number),
            IsQueued = isMessage,
            IsBulk = isBulk,
        });
    }

    /// <summary>Another update under the same idempotency key.</summary>
    public SentUpdate MakeWithKeyOf(SentUpdate first) =>
        Make(world.Ledger.All.Count, first.Tenant, first.Key, isBad: false, first.IsMessage, first.Options with { OccurredAt = null, DeliverAt = null }) with
        {
            KeyOf = first,
        };

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"key-{number}");

    private SentUpdate Make(
        int number, SimulatedTenant tenant, MailboxKey key, bool isBad, bool isMessage, IntakeOptions options)
    {
        var json = Encoding.UTF8.GetBytes(Write(number, tenant, key, isBad));
        var changes = PatchReader.Read(json).Changes!;
        return new()
        {
            Number = number,
            Tenant = tenant,
            Key = key,
            Json = Encoding.UTF8.GetString(json),
            Changes = changes,
            Options = options,
            BodyHash = UpdateHash.OfUpdate(changes, options),
            IsBad = isBad,
            IsMessage = isMessage,
        };
    }

    private string Write(int number, SimulatedTenant tenant, MailboxKey key, bool isBad)
    {
        var random = world.Random;
        var value = (isBad ? ProviderRequestBody.BadValue + "-u" : "u") + World.Text(number);
        var parts = new List<string>();
        var must = random.Next(tenant.Fields.Length);
        for (var i = 0; i < tenant.Fields.Length; i++)
        {
            if (i == must || random.OneIn(3))
            {
                var path = tenant.Fields[i];
                parts.Add(FieldPath.IsOwn(path)
                    ? $$"""  "fields":{"{{FieldPath.OwnName(path)}}":"{{value}}"}"""
                    : $"\"{path}\":\"{value}\"");
            }
        }

        if (!tenant.IsKulea)
        {
            if (!random.OneIn(8))
            {
                parts.Add($"\"email\":\"c{key.ContactId}@example.com\"");
            }

            if (random.OneIn(3))
            {
                parts.Add($"\"tags\":[\"t-u{number}\"]");
            }
        }

        return "{" + string.Join(',', parts) + "}";
    }
}
