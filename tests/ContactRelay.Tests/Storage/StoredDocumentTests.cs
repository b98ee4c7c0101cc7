using System.Text.Json;
using ContactRelay.Storage;
using ContactRelay.Storage.Tables;
using Xunit;

namespace ContactRelay.Tests.Storage;

public sealed class StoredDocumentTests
{
    private const int Chunk = 64 * 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(1, 1)]
    [InlineData(65_535, 65_535)]
    [InlineData(65_536, 65_536)]
    [InlineData(65_537, 65_536, 1)]
    [InlineData(131_072, 65_536, 65_536)]
    public void Write_cuts_it_into_properties_that_a_table_takes(int size, params int[] chunks)
    {
        var row = Written(new byte[size]);

        Assert.Equal(chunks, Enumerable.Range(0, 15).Select(i => row.Bytes($"d{i:00}")?.Length).OfType<int>());
    }

    [Fact]
    public void Write_takes_the_largest_in_fifteen_properties_and_nothing_larger()
    {
        var row = Written(new byte[960 * 1024]);

        Assert.Equal(Chunk, row.Bytes("d14")!.Length);
        Assert.Null(row.Bytes("d15"));
        var error = Assert.Throws<ArgumentException>(() => Written(new byte[(960 * 1024) + 1]));
        Assert.Contains("983,041 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"size":3}""")]
    [InlineData("""{"size":3,"d00":"AQI="}""")]
    [InlineData("""{"size":3,"d01":"AQID"}""")]
    public void Read_of_what_is_not_whole_says_so(string json) =>
        Assert.Throws<InvalidDataException>(() => StoredDocument.Read(new(JsonElement.Parse(json), null)));

    private static StoredRow Written(byte[] document)
    {
        var row = new NewRow(new("p", "r"));
        StoredDocument.Write(row, document);
        return new(JsonElement.Parse(row.ToJson()), null);
    }
}
