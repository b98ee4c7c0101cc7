namespace ContactRelay.Simulation.Ports;

/// <summary>A tenant's gate as stored.</summary>
internal sealed record GateRow(byte[] Document, string ETag);
