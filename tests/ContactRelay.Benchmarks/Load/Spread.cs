namespace ContactRelay.Benchmarks.Load;

/// <summary>How some times are spread, in milliseconds.</summary>
internal sealed record Spread(double P50, double P99, double Max)
{
    public static Spread Of(IEnumerable<double> times)
    {
        var sorted = times.Order().ToArray();
        return new(At(sorted, 0.5), At(sorted, 0.99), sorted[^1]);
    }

    public override string ToString() => FormattableString.Invariant($"{P50,7:0.0} {P99,7:0.0} {Max,7:0.0}");

    /// <summary>The smallest time that so large a part of them does not exceed.</summary>
    private static double At(double[] sorted, double part) => sorted[(int)Math.Ceiling(sorted.Length * part) - 1];
}
