using System.Globalization;

namespace ContactRelay.Benchmarks.Load;

/// <summary>
/// What the fresh run comes to beside the disk and beside others, which says more of it than figures that are the
/// machine's. Null where the other was not run.
/// </summary>
/// <param name="AcceptedPerFlush">How many updates are accepted in the time of one flush.</param>
/// <param name="DeliveredToBarePut">The rate of delivery in terms of the bare endpoint's.</param>
/// <param name="DeliveredToNodeRed">The rate of delivery in terms of Node-RED's.</param>
/// <param name="AcceptP99ToBarePut">The p99 of accepting in terms of the bare endpoint's.</param>
internal sealed record Ratios(double AcceptedPerFlush, double? DeliveredToBarePut, double? DeliveredToNodeRed, double? AcceptP99ToBarePut)
{
    public static Ratios Of(RunResult fresh, IReadOnlyCollection<RunResult> others, double flushesPerSecond)
    {
        var barePut = others.FirstOrDefault(run => run.Name == RunPlan.BarePut.Name);
        var nodeRed = others.FirstOrDefault(run => run.Name == RunPlan.NodeRed.Name);
        return new(
            fresh.AcceptedPerSecond / flushesPerSecond,
            fresh.DeliveredPerSecond / barePut?.AcceptedPerSecond,
            fresh.DeliveredPerSecond / nodeRed?.DeliveredPerSecond,
            fresh.Accept.P99 / barePut?.Accept.P99);
    }

    public override string ToString() => string.Join(", ", new[]
    {
        string.Create(CultureInfo.InvariantCulture, $"fresh: {AcceptedPerFlush:0.00} accepted a flush"),
        Part(DeliveredToBarePut, "of bare-put's rate delivered"),
        Part(DeliveredToNodeRed, "of node-red's"),
        Part(AcceptP99ToBarePut, "of bare-put's p99"),
    }.OfType<string>());

    private static string? Part(double? ratio, string words) =>
        ratio is null ? null : string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00} {words}");
}
