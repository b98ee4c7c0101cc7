namespace ContactRelay.Benchmarks.Growth;

/// <summary>What fresh updates come to with so many contacts in storage. Times are in milliseconds, memory in MiB.</summary>
internal sealed record GrowthPoint(int Contacts)
{
    public required double AcceptedPerSecond { get; init; }

    public required double DeliveredPerSecond { get; init; }

    public required double CpuPerUpdate { get; init; }

    public required double Memory { get; init; }

    public required double BytesPerContact { get; init; }

    public override string ToString() => FormattableString.Invariant(
        $"{Contacts,9} {AcceptedPerSecond,7:0} {DeliveredPerSecond,7:0} | {CpuPerUpdate,7:0.000} {Memory,5:0} | {BytesPerContact,13:0}");
}
