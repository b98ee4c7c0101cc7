using System.Globalization;
using ContactRelay.Simulation.Providers;

namespace ContactRelay.Simulation.Workload;

/// <summary>The pairs of tenants that a run may have: each with another age, way of delivery and limits.</summary>
internal static class TenantChoices
{
    private static readonly string[] Ages = ["0.00:10:00", "0.06:00:00", "3.00:00:00"];

    private static readonly string[] Limits = ["", """ "requestsPerSecond": 2, "concurrency": 1, """];

    public static IReadOnlyList<(IReadOnlyList<SimulatedTenant> Tenants, TimeSpan MaxAge)> All { get; } =
    [
        .. from age in Ages
           from isEach in (bool[])[false, true]
           from limits in Limits
           select (Pair(age, isEach, limits), TimeSpan.Parse(age, CultureInfo.InvariantCulture)),
    ];

    private static IReadOnlyList<SimulatedTenant> Pair(string age, bool isEach, string limits) =>
    [
        new("kulea-t", isKulea: true, isEach, age, limits),
        new("boss-t", isKulea: false, !isEach && age == Ages[1], age, limits),
    ];
}
