using System.Text;
using System.Text.Json;
using ContactRelay.Delivery.Gates;
using Xunit;

namespace ContactRelay.Tests.Delivery.Gates;

/// <summary>A gate's document, its permits and its slots.</summary>
public sealed class TenantGateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Read_what_was_written_gives_all_of_it_back()
    {
        var gate = new TenantGate
        {
            Hold = new(HoldReason.Unauthorized, "HTTP 401", Noon, Noon + Second, 2, Noon, Noon + (2 * Second), "v1"),
            NextSlot = Noon + (3 * Second),
            NextBulkSlot = Noon + (4 * Second),
            Calls = [new("a", Noon), new("b", Noon + Second)],
        };

        var read = TenantGate.Read(gate.Write());

        Assert.Equal((gate.Hold, gate.NextSlot, gate.NextBulkSlot), (read.Hold, read.NextSlot, read.NextBulkSlot));
        Assert.Equal(gate.Calls.AsEnumerable(), read.Calls);
    }

    [Fact]
    public void Read_document_without_calls_has_none()
    {
        var gate = TenantGate.Read("{}"u8);

        Assert.False(gate.Calls.IsDefault);
        Assert.Empty(gate.Calls);
        Assert.Null(gate.Hold);
    }

    [Fact]
    public void Read_null_is_no_gate() =>
        Assert.Equal("A tenant's gate is null.", Assert.Throws<JsonException>(() => TenantGate.Read("null"u8)).Message);

    [Fact]
    public void Write_names_reasons_and_counts_milliseconds() => Assert.Contains(
        $"{{\"reason\":\"Unauthorized\",\"words\":\"x\",\"since\":{Noon.ToUnixTimeMilliseconds()},",
        Encoding.UTF8.GetString(new TenantGate { Hold = new(HoldReason.Unauthorized, "x", Noon, Noon, 0, Noon) }.Write()),
        StringComparison.Ordinal);

    [Fact]
    public void Give_takes_that_permit_alone()
    {
        var gate = new TenantGate { Calls = [new("a", Noon), new("b", Noon), new("c", Noon)] };

        Assert.Equal(["a", "c"], Permits.Give(gate, "b").Calls.Select(call => call.Token));
    }

    [Fact]
    public void Reserve_where_what_came_in_bulk_has_just_ended_has_the_whole_rate()
    {
        var gate = TenantGate.Open with { NextBulkSlot = Noon };

        var (_, whole) = Slots.Reserve(gate, 5, isBulk: false, Noon);
        var (_, quarter) = Slots.Reserve(gate, 5, isBulk: false, Noon.AddTicks(-1));

        Assert.Equal((Second / 5, 5), (whole.Step, whole.Count));
        Assert.Equal((Second / 5 * 4, 1), (quarter.Step, quarter.Count));
    }
}
