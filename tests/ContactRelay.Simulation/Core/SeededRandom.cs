namespace ContactRelay.Simulation.Core;

/// <summary>SplitMix64: quick to begin, and the same numbers for the same seed on every machine and in every release.</summary>
internal sealed class SeededRandom(ulong seed) : Random
{
    private ulong _state = seed * 0x9E3779B97F4A7C15;

    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public override int Next(int maxValue) => (int)(NextBits() % (ulong)maxValue);

    public override int Next(int minValue, int maxValue) => minValue + Next(maxValue - minValue);

    public override double NextDouble() => (NextBits() >> 11) * (1.0 / (1ul << 53));

    public bool OneIn(int times) => Next(times) == 0;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    public T Pick<T>(ReadOnlySpan<T> items) => items[Next(items.Length)];

    protected override double Sample() => NextDouble();
}
