using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Intake;
using ContactRelay.Providers;
using ContactRelay.Providers.Kulea;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Security;

/// <summary>JSON that is small to send and made to be expensive to read, at each place that reads somebody's JSON.</summary>
public sealed class JsonBombTests
{
    private const int DocumentBytes = 64 * 1024;
    private const int MessageBytes = 48 * 1024;

    // Allocated for each byte of the input: three times what the worst of these needs, and far less than what grows with
    // the square of its size.
    private const int BytesForEach = 200;

    public static TheoryData<string> Bombs() =>
        ["deep arrays", "deep objects", "many names", "one name many times", "a huge number", "a huge exponent", "a long text", "a long name", "escapes", "many zeros"];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Patch_is_read_at_a_cost_that_its_size_bounds(string bomb)
    {
        foreach (var place in new[] { """{"fields":BOMB}""", """{"fields":{"x":BOMB}}""", """{"tags":BOMB}""", """{"firstName":BOMB}""", """{"nosuch":BOMB}""", "BOMB" })
        {
            var body = Place(bomb, place, IntakeRules.MaxUpdateBytes);

            var result = Measured(body.Length, () => PatchReader.Read(body));

            Assert.True((result.Changes is null) != (result.Errors.Count == 0 && result.Syntax is null));
            Assert.InRange(result.Errors.Count, 0, 50);
        }
    }

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Tenant_document_is_read_at_a_cost_that_its_size_bounds(string bomb)
    {
        var reader = new TenantReader(new ProviderRegistry([new KuleaProvider()]), new BaseUrlRule(AllowLocal: false));
        foreach (var place in new[] { "fieldMap", "hooks", "settings", "limits", "callers", "nosuch" })
        {
            var document = Place(bomb, $$"""{"id":"acme","provider":"kulea","baseUrl":"https://acme.example","apiKeySecret":"acme-a","{{place}}":BOMB}""", DocumentBytes);

            var result = Measured(document.Length, () => reader.Read(document));

            Assert.True((result.Tenant is null) == (result.Errors.Count > 0));
            Assert.InRange(result.Errors.Count, 0, 50);
        }
    }

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Message_of_the_queue_is_read_at_a_cost_that_its_size_bounds(string bomb)
    {
        foreach (var place in new[] { """{"tenant":"acme","contactId":"7","changes":BOMB}""", """{"tenant":"acme","contactId":BOMB}""", "BOMB" })
        {
            var text = Encoding.UTF8.GetString(Place(bomb, place, MessageBytes));

            var message = Measured(text.Length, () => QueueMessageReader.Read(text));
            var masked = Measured(text.Length, () => QueueMessageMask.Shape(text));

            Assert.True(message.Problem is not null || message.Key is not null);
            Assert.InRange(masked.Length, 0, 1024);
        }
    }

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Answer_of_a_provider_is_read_at_a_cost_that_its_size_bounds(string bomb)
    {
        var provider = new KuleaProvider();
        var tenant = Providers.TenantBuilder.Kulea().Build();
        foreach (var place in new[] { """{"success":BOMB}""", """{"success":false,"reason":BOMB}""", "BOMB" })
        {
            var answer = new ProviderAnswer(200, Place(bomb, place, ProviderSender.MaxAnswerBytes));

            var reading = Measured(answer.Body.Length, () => provider.ReadAnswer(answer, "1", ContactFields.Empty, ContactFields.Empty, tenant));

            Assert.NotEqual(OutcomeKind.Delivered, reading.Outcome.Kind);
            Assert.InRange(Encoding.UTF8.GetByteCount(reading.Outcome.Reason!), 1, DeliveryOutcome.MaxReasonBytes);
        }
    }

    /// <summary>The work's result, where it has allocated no more than its input's size allows. Reading is done on one thread.</summary>
    private static T Measured<T>(int size, Func<T> work)
    {
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = work();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (long)size * BytesForEach);
        return result;
    }

    /// <summary>The text with the bomb in its place, as large as may be.</summary>
    private static byte[] Place(string bomb, string text, int size) =>
        Encoding.UTF8.GetBytes(text.Replace("BOMB", Bomb(bomb, size - text.Length), StringComparison.Ordinal));

    private static string Bomb(string name, int size) => name switch
    {
        "deep arrays" => new string('[', size / 2) + new string(']', size / 2),
        "deep objects" => Repeat("{\"\":", size / 5) + "1" + new string('}', size / 5),
        "many names" => "{" + string.Join(',', Enumerable.Range(0, size / 12).Select(i => $"\"{i:x5}\":1")) + "}",
        "one name many times" => "{" + string.Join(',', Enumerable.Repeat("\"a\":1", size / 6)) + "}",
        "a huge number" => new string('9', size),
        "a huge exponent" => "1e" + new string('9', size - 2),
        "a long text" => $"\"{new string('x', size - 2)}\"",
        "a long name" => $"{{\"{new string('x', size - 10)}\":1}}",
        "escapes" => $"\"{Repeat("\\u0000", (size - 2) / 6)}\"",
        _ => "[" + string.Join(',', Enumerable.Repeat("0", (size - 2) / 2)) + "]",
    };

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
