using System.IO.Pipelines;
using System.Text;
using ContactRelay.Intake;
using Xunit;

namespace ContactRelay.Tests.Intake;

public sealed class BatchReaderTests
{
    private const string Ada = """{"contactId":"1","changes":{"firstName":"Ada"}}""";
    private const string Grace = """{"contactId":"2","changes":{"firstName":"Grace [{\"},é"},"occurredAt":"2026-01-31T12:00:00Z","idempotencyKey":"k"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("[" + Ada + "," + Grace + "]", false)]
    [InlineData(" [ " + Ada + " ,\n" + Grace + " ]\n ", false)]
    [InlineData("\uFEFF[" + Ada + "," + Grace + "]", false)]
    [InlineData(Ada + "\n" + Grace, true)]
    [InlineData(Ada + "\r\n\r\n  \n" + Grace + "\r\n", true)]
    [InlineData("\uFEFF" + Ada + "\n" + Grace + "\n", true)]
    public async Task Read_finds_the_items_however_the_body_comes_in_pieces(string body, bool isLines)
    {
        foreach (var piece in new[] { 1, 2, 7, 64, 4096 })
        {
            var reading = await ReadAsync(body, isLines, piece);

            Assert.Equal(["1", "2"], reading.Items.Select(item => item.ContactId));
            Assert.Equal("Grace [{\"},é", reading.Items[1].Update!.Changes.Text("firstName"));
            Assert.Equal("k", reading.Items[1].Update!.Options.IdempotencyKey);
            Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), reading.Items[1].Update!.Options.OccurredAt);
            Assert.All(reading.Items, item => Assert.True(item.Update!.Options.IsBulk));
        }
    }

    [Theory]
    [InlineData("[]", false)]
    [InlineData("", true)]
    [InlineData("\n\n", true)]
    public async Task Read_of_a_batch_with_nothing_in_it_finds_nothing_wrong(string body, bool isLines)
    {
        var reading = await ReadAsync(body, isLines);

        Assert.Empty(reading.Items);
        Assert.Null(reading.Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[" + Ada)]
    [InlineData("[" + Ada + ",]")]
    [InlineData("[" + Ada + " " + Ada + "]")]
    [InlineData("[" + Ada + "] x")]
    [InlineData("[" + Ada + "][]")]
    [InlineData("[{\"a\":]")]
    public async Task Read_of_an_array_whose_items_cannot_be_told_apart_is_not_json(string body)
    {
        foreach (var piece in new[] { 1, 4096 })
        {
            var reading = await ReadAsync(body, isLines: false, piece);

            Assert.Equal(BatchFailure.NotJson, reading.Failure);
            Assert.Empty(reading.Items);
        }
    }

    [Theory]
    [InlineData(Ada)]
    [InlineData("7")]
    [InlineData("\"a\"")]
    public async Task Read_of_json_that_is_no_array_is_no_batch(string body) =>
        Assert.Equal(BatchFailure.NotAnArray, (await ReadAsync(body, isLines: false)).Failure);

    [Theory]
    [InlineData("7", "")]
    [InlineData("[]", "")]
    [InlineData("{}", "/contactId", "/changes")]
    [InlineData("""{"contactId":7,"changes":{"firstName":"A"}}""", "/contactId")]
    [InlineData("""{"contactId":"7","changes":{"firstname":"A","email":7}}""", "/changes/firstname", "/changes/email")]
    [InlineData("""{"contactId":"7","changes":[]}""", "/changes")]
    [InlineData("""{"contactId":"7","changes":{}}""", "/changes")]
    [InlineData("""{"contactId":"7","changes":{"note":"A"},"occuredAt":"2026-01-31T12:00:00Z"}""", "/occuredAt")]
    [InlineData("""{"contactId":"7","changes":{"note":"A"},"occurredAt":"yesterday","deliverAt":1,"idempotencyKey":1}""", "/occurredAt", "/deliverAt", "/idempotencyKey")]
    [InlineData("""{"contactId":"\ud800","changes":{"note":"A"}}""", "")]
    public async Task Read_of_a_bad_item_points_into_it_and_spoils_no_other(string item, params string[] pointers)
    {
        foreach (var (body, isLines) in new[] { ($"[{Ada},{item},{Grace}]", false), ($"{Ada}\n{item}\n{Grace}", true) })
        {
            var reading = await ReadAsync(body, isLines);

            Assert.Equal(3, reading.Items.Count);
            Assert.Equal(IntakeOutcome.Refused, reading.Items[1].Wrong!.Outcome);
            Assert.Equal(pointers, reading.Items[1].Wrong!.Errors.Select(error => error.Pointer));
            Assert.All([reading.Items[0], reading.Items[2]], good => Assert.NotNull(good.Update));
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("not JSON")]
    [InlineData("""{"contactId":"7","contactId":"8","changes":{"note":"A"}}""")]
    [InlineData("""{"contactId":"7","changes":{"note":"A"}} {}""")]
    public async Task Read_of_a_line_that_is_not_json_spoils_no_other(string line)
    {
        var reading = await ReadAsync($"{Ada}\n{line}\n{Grace}", isLines: true);

        Assert.Equal(IntakeOutcome.NotJson, reading.Items[1].Wrong!.Outcome);
        Assert.All([reading.Items[0], reading.Items[2]], good => Assert.NotNull(good.Update));
    }

    [Fact]
    public async Task Read_of_an_item_that_is_not_utf8_spoils_no_other()
    {
        var body = Encoding.UTF8.GetBytes($"[{Ada},{Ada},{Grace}]");
        body[body.AsSpan().LastIndexOf("Ada"u8)] = 0xFF;

        var reading = await BatchReader.ReadAsync(new MemoryStream(body), isLines: false, Token);

        Assert.Equal(IntakeOutcome.NotJson, reading.Items[1].Wrong!.Outcome);
        Assert.Equal(3, reading.Items.Count);
    }

    [Fact]
    public async Task Read_of_an_item_over_the_limit_of_an_update_spoils_no_other()
    {
        var large = $$$"""{"contactId":"7","changes":{"note":"{{{new string('a', IntakeRules.MaxUpdateBytes)}}}"}}""";

        var reading = await ReadAsync($"[{Ada},{large},{Grace}]", isLines: false);

        Assert.Contains("32 KiB", Assert.Single(reading.Items[1].Wrong!.Errors).Detail, StringComparison.Ordinal);
        Assert.Equal(3, reading.Items.Count);
    }

    [Fact]
    public async Task Read_of_an_item_nested_deep_spoils_no_other()
    {
        var deep = new string('[', 20_000) + new string(']', 20_000);

        var reading = await ReadAsync($"[{Ada},{deep},{Grace}]", isLines: false);

        Assert.Equal(3, reading.Items.Count);
        Assert.NotNull(reading.Items[1].Wrong);
        Assert.NotNull(reading.Items[2].Update);
    }

    [Theory]
    [InlineData(BatchReader.MaxItems, null)]
    [InlineData(BatchReader.MaxItems + 1, BatchFailure.TooLarge)]
    public async Task Read_takes_as_many_items_as_the_limit(int items, BatchFailure? failure)
    {
        foreach (var isLines in new[] { false, true })
        {
            var body = string.Join(isLines ? "\n" : ",", Enumerable.Repeat(Ada, items));

            Assert.Equal(failure, (await ReadAsync(isLines ? body : $"[{body}]", isLines)).Failure);
        }
    }

    [Fact]
    public async Task Read_stops_at_the_limit_of_bytes()
    {
        var body = new MemoryStream(Encoding.UTF8.GetBytes("[" + new string(' ', 4 * BatchReader.MaxBytes) + "]"));

        var reading = await BatchReader.ReadAsync(body, isLines: false, Token);

        Assert.Equal(BatchFailure.TooLarge, reading.Failure);
        Assert.InRange(body.Position, BatchReader.MaxBytes, BatchReader.MaxBytes + 65_536);
    }

    private static async Task<BatchReading> ReadAsync(string body, bool isLines, int piece = 4096)
    {
        var pipe = new Pipe();
        var reading = BatchReader.ReadAsync(pipe.Reader.AsStream(), isLines, Token);
        foreach (var bytes in Encoding.UTF8.GetBytes(body).Chunk(piece))
        {
            await pipe.Writer.WriteAsync(bytes, Token);
        }

        await pipe.Writer.CompleteAsync();
        return await reading;
    }
}
