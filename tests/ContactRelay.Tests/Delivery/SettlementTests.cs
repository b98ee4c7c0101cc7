using System.Text.Json;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Delivery;

public sealed class SettlementTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Write_is_what_the_serializer_would_write()
    {
        var settlement = new Settlement("42", Noon,
        [
            new("a", UpdateStatus.Delivered, Noon.AddSeconds(-1), 1000, 200, 2),
            new("b", UpdateStatus.Accepted, Noon, 0, null, 0),
        ]);

        var written = settlement.Write();

        Assert.Equal(JsonSerializer.SerializeToUtf8Bytes(settlement, SettlementJson.Default.Settlement), written);
        var read = Settlement.Read(written);
        Assert.Equal((settlement.ContactId, settlement.At), (read.ContactId, read.At));
        Assert.Equal(settlement.Updates.AsEnumerable(), read.Updates);
    }
}
