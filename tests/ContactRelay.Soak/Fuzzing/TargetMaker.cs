using System.Globalization;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Fuzzing;

/// <summary>Fills the parameters of routes, and adds queries.</summary>
internal sealed class TargetMaker(Random random, KnownUpdates updates)
{
    /// <summary>How many contacts of a tenant are used: few enough to be met again, and enough that no mailbox fills.</summary>
    private const int Contacts = 2_000;

    private const int VictimCount = 20;

    private static readonly string[] OddSegments =
    [
        "%2F", "a%2Fb", "a%252Fb", "%00", "a%00b", "%FF", "%C3%28", "%ED%A0%80", "%", "%G1", "%2", "%0A", "%0D%0AX:y", "..", ".", "%2E%2E", "...", "a;b", "a:b", "@",
        "%E2%80%AE", "%F0%9F%98%80", "a+b", "a%20b", "~", "'", "\"", "<x>", "a\\b", "%5C", "{x}", "|", "^", "`", "", "updates", "contacts", "tenants", "null",
    ];

    private static readonly string[] QueryNames = ["dryRun", "occurredAt", "deliverAt", "code", "detail", "since", "until", "preview", "top", "continuation", "x", ""];

    private static readonly string[] QueryValues =
    [
        "true", "false", "yes", "", "2026-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.9999999-14:00", "2026-11-22T11:00:00+02:00",
        "%00", "%FF", "%", "1", "-1", "99999999999999999999", "a%26b%3Dc", "%0d%0a",
    ];

    /// <summary>The tenant that a request for the route is about: one that may be changed at will, where the master key changes tenants.</summary>
    public string Tenant(Route route) => route.IsAdmin
        ? string.Create(CultureInfo.InvariantCulture, $"victim-{random.Next(VictimCount)}")
        : Subject.All[random.Next(Subject.All.Count)].Tenant;

    /// <summary>A path that the route takes.</summary>
    public string Plain(Route route, string tenant)
    {
        if (route.Template.Contains("{updateId}", StringComparison.Ordinal) && random.Next(2) == 0 && updates.Any(random) is { } known)
        {
            return known;
        }

        return route.Fill(name => name switch
        {
            "tenant" => tenant,
            "contactId" when Subject.All.FirstOrDefault(subject => subject.Tenant == tenant) is { } subject => subject.Contact(random.Next(Contacts)),
            "updateId" => Guid.NewGuid().ToString("N"),
            _ => "soak-contact-x",
        });
    }

    /// <summary>A path with anything in it.</summary>
    public string Odd(Route route, string tenant)
    {
        var path = route.Fill(name => name == "tenant" && random.Next(3) > 0 ? tenant : Segment());
        return random.Next(10) switch
        {
            0 => path + "/",
            1 => path.Replace("/", "//", StringComparison.Ordinal),
            2 => path.ToUpperInvariant(),
            3 => path + "/" + Segment(),
            4 => path[..random.Next(1, path.Length + 1)],
            _ => path,
        };
    }

    /// <summary>A query, or none.</summary>
    public string Query() => random.Next(4) > 0
        ? ""
        : "?" + string.Join('&', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{QueryNames[random.Next(QueryNames.Length)]}={QueryValues[random.Next(QueryValues.Length)]}"));

    private string Segment() => random.Next(8) switch
    {
        0 => new string('a', random.Next(1, 600)),
        1 => string.Concat(Enumerable.Repeat("%C3%A9", random.Next(1, 200))),
        2 => string.Create(CultureInfo.InvariantCulture, $"%{random.Next(256):X2}"),
        _ => OddSegments[random.Next(OddSegments.Length)],
    };
}
