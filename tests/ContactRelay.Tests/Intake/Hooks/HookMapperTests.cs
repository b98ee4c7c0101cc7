using ContactRelay.Contacts;
using ContactRelay.Intake.Hooks;
using Xunit;

namespace ContactRelay.Tests.Intake.Hooks;

/// <summary>What updates bodies become.</summary>
public sealed class HookMapperTests : HookTest
{
    private const string Bearer = """{"scheme":"bearer","contactId":"$.id","changes":{"firstName":"$.a"}}""";

    [Theory]
    [InlineData("""{"firstName":"$.a"}""", """{"id":"7","a":"Ada"}""", """{"firstName":"Ada"}""")]
    [InlineData("""{"phone":"$.a"}""", """{"id":"7","a":15550000000}""", """{"phone":"15550000000"}""")]
    [InlineData("""{"phone":"$.a"}""", """{"id":"7","a":1.10}""", """{"phone":"1.10"}""")]
    [InlineData("""{"phone":"$.a"}""", """{"id":"7","a":["one"]}""", """{"phone":"one"}""")]
    [InlineData("""{"fields.x":"$.a"}""", """{"id":"7","a":1.10}""", """{"fields":{"x":1.10}}""")]
    [InlineData("""{"fields.x":"$.a"}""", """{"id":"7","a":12345678901234567890123456789012345}""", """{"fields":{"x":12345678901234567890123456789012345}}""")]
    [InlineData("""{"fields.x":"$.a[*].b"}""", """{"id":"7","a":[{"b":1.0},{"b":2.00}]}""", """{"fields":{"x":[1.0,2.00]}}""")]
    [InlineData("""{"fields.x.y/z":"$.a"}""", """{"id":"7","a":true}""", """{"fields":{"x.y/z":true}}""")]
    [InlineData("""{"tags":"$.a"}""", """{"id":"7","a":"vip"}""", """{"tags":["vip"]}""")]
    [InlineData("""{"tags":"$.a"}""", """{"id":"7","a":["vip","",null]}""", """{"tags":["vip"]}""")]
    [InlineData("""{"lists":{"path":"$.a","convert":"number"}}""", """{"id":"7","a":["3","07"]}""", """{"lists":[3,7]}""")]
    [InlineData("""{"fields.a":"$.a","address.city":"$.b","firstName":"$.c"}""", """{"id":"7","a":"1","b":"2","c":"3"}""", """{"firstName":"3","address":{"city":"2"},"fields":{"a":"1"}}""")]
    [InlineData("""{"firstName":{"path":["$.x","$.y","$.z"]}}""", """{"id":"7","x":"","y":"Y","z":"Z"}""", """{"firstName":"Y"}""")]
    [InlineData("""{"name":{"join":["$.f","$.m","$.l"]}}""", """{"id":"7","f":" Ada ","m":null,"l":"L"}""", """{"name":"Ada L"}""")]
    [InlineData("""{"email":{"path":"$.a","convert":["trim","lower"]}}""", """{"id":"7","a":" Ada@Example.COM "}""", """{"email":"ada@example.com"}""")]
    [InlineData("""{"email":{"path":"$.a","convert":"first"}}""", """{"id":"7","a":["","b@example.com","c@example.com"]}""", """{"email":"b@example.com"}""")]
    [InlineData("""{"subscription":{"path":"$.a","map":{"true":"subscribed","*":"unsubscribed"}}}""", """{"id":"7","a":true}""", """{"subscription":"subscribed"}""")]
    [InlineData("""{"subscription":{"path":"$.a","map":{"true":"subscribed","*":"unsubscribed"}}}""", """{"id":"7","a":false}""", """{"subscription":"unsubscribed"}""")]
    [InlineData("""{"fields.x":{"path":"$.a","map":{"1.0":1.10,"2":null}}}""", """{"id":"7","a":1.0}""", """{"fields":{"x":1.10}}""")]
    [InlineData("""{"fields.x":{"path":"$.a","map":{"1":"one","2":null}}}""", """{"id":"7","a":["1","3"]}""", """{"fields":{"x":["one"]}}""")]
    [InlineData("""{"firstName":"$.a","tags":{"value":["form"]}}""", """{"id":"7","a":"A"}""", """{"firstName":"A","tags":["form"]}""")]
    [InlineData("""{"tags":{"value":["form"]}}""", """{"id":"7"}""", """{"tags":["form"]}""")]
    [InlineData("""{"firstName":{"path":"$.a","empty":"clear"}}""", """{"id":"7","a":" "}""", """{"firstName":null}""")]
    [InlineData("""{"fields.x":{"path":"$.a","empty":"clear"}}""", """{"id":"7","a":[]}""", """{"fields":{"x":null}}""")]
    [InlineData("""{"phone":"$.a","note":{"value":null}}""", """{"id":"7","a":"1"}""", """{"phone":"1","note":null}""")]
    [InlineData("""{"firstName":"$.a[?(@.ref=='x' && @.n > 1)].t"}""", """{"id":"7","a":[{"ref":"x","n":1,"t":"one"},{"ref":"x","n":1.5,"t":"two"}]}""", """{"firstName":"two"}""")]
    [InlineData("""{"firstName":"$.a[?(@.k =~ /^q[0-9]+_name$/)].v"}""", """{"id":"7","a":[{"k":"q3_name","v":"Ada"},{"k":"q4_names","v":"no"}]}""", """{"firstName":"Ada"}""")]
    public void Map_makes_the_patch(string changes, string body, string patch)
    {
        var update = Map(changes, body);

        Assert.Empty(update.Errors);
        Assert.Equal(patch, Patch(update));
        Assert.Equal("7", update.ContactId);
        Assert.NotEmpty(update.Changes);
    }

    [Theory]
    [InlineData("""{"firstName":"$.a"}""", "{}")]
    [InlineData("""{"firstName":"$.a"}""", """{"id":"7","a":null}""")]
    [InlineData("""{"firstName":"$.a"}""", """{"id":"7","a":"  "}""")]
    [InlineData("""{"firstName":"$.a"}""", """{"id":"7","a":{"first":"","last":null}}""")]
    [InlineData("""{"firstName":"$.a","tags":{"value":["form"]}}""", """{"id":"7"}""")]
    [InlineData("""{"firstName":{"path":"$.a","empty":"clear"}}""", """{"id":"7"}""")]
    [InlineData("""{"subscription":{"path":"$.a","map":{"Yes":"subscribed"}}}""", """{"id":"7","a":"No"}""")]
    [InlineData("""{"name":{"join":["$.f","$.l"]}}""", """{"id":"7","f":"","l":null}""")]
    [InlineData("""{"firstName":"$.a"}""", "[]")]
    [InlineData("""{"firstName":"$.a"}""", "1")]
    public void Map_of_a_body_without_anything_for_the_fields_is_nothing(string changes, string body) =>
        Assert.True(Map(changes, body).IsNothing);

    [Theory]
    [InlineData("""{"firstName":"$.a"}""", """{"a":"A"}""", "/contactId", "/contactId")]
    [InlineData("""{"firstName":"$.a"}""", """{"id":"","a":"A"}""", "/contactId", "/contactId")]
    [InlineData("""{"firstName":"$.a"}""", """{"id":["1","2"],"a":"A"}""", "/contactId", "/contactId")]
    [InlineData("""{"tags":{"value":["form"]}}""", "{}", "/contactId", "/contactId")]
    [InlineData("""{"email":"$.a"}""", """{"id":"7","a":"no address"}""", "/email", "/changes/email")]
    [InlineData("""{"firstName":"$.a"}""", """{"id":"7","a":["x","y"]}""", "/firstName", "/changes/firstName")]
    [InlineData("""{"fields.a/b":"$.a"}""", """{"id":"7","a":{"x":1}}""", "/fields/a~1b", "/changes/fields.a~1b")]
    [InlineData("""{"lists":"$.a"}""", """{"id":"7","a":["x"]}""", "/lists/0", "/changes/lists")]
    [InlineData("""{"fields.x":{"path":"$.a","convert":"number"}}""", """{"id":"7","a":"many"}""", "/fields/x", "/changes/fields.x")]
    [InlineData("""{"fields.x":{"path":"$.a","convert":"boolean"}}""", """{"id":"7","a":"perhaps"}""", "/fields/x", "/changes/fields.x")]
    [InlineData("""{"birthDate":{"path":"$.a","convert":"date"}}""", """{"id":"7","a":"31/12/1990"}""", "/birthDate", "/changes/birthDate")]
    [InlineData("""{"tags":{"path":"$.a","convert":"labels"}}""", """{"id":"7","a":["x"]}""", "/tags", "/changes/tags")]
    [InlineData("""{"firstName":"$.a[?(@.k =~ /^(a+)+$/)].k"}""", """{"id":"7","a":[{"k":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"}]}""", "/firstName", "/changes/firstName")]
    public void Map_of_what_the_rules_refuse_says_where_and_holds_no_values(string changes, string body, string pointer, string? place)
    {
        var error = Assert.Single(Map(changes, body).Errors);

        Assert.Equal(pointer, error.Pointer);
        Assert.Contains("/hooks/form" + place, error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("no address", error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("many", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_of_more_than_an_update_may_have_is_refused() =>
        Assert.Contains("32 KiB", Assert.Single(Map("""{"note":"$.a"}""", $$$"""{"id":"7","a":"{{{new string('x', 33_000)}}}"}""").Errors).Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"2026-01-31T11:59:30Z\"", "2026-01-31T11:59:30.0000000+00:00")]
    [InlineData("\"2026-01-31T11:59:30.123+02:00\"", "2026-01-31T11:59:30.1230000+02:00")]
    [InlineData("\"2026-01-31 11:59:30\"", "2026-01-31T11:59:30.0000000+00:00")]
    [InlineData("\"2026-01-31T11:59:30.123456789Z\"", "2026-01-31T11:59:30.1230000+00:00")]
    [InlineData("1769860770.5", "2026-01-31T11:59:30.5000000+00:00")]
    [InlineData("1.769860770741E12", "2026-01-31T11:59:30.7410000+00:00")]
    [InlineData("1769860770", "2026-01-31T11:59:30.0000000+00:00")]
    [InlineData("1769860770741", "2026-01-31T11:59:30.7410000+00:00")]
    [InlineData("\"1769860770741\"", "2026-01-31T11:59:30.7410000+00:00")]
    public void Map_reads_the_time_as_senders_write_it(string time, string expected) => Assert.Equal(
        expected,
        Map("""{"firstName":"$.a"}""", $$$"""{"id":"7","a":"A","t":{{{time}}}}""", "\"contactId\":\"$.id\",\"occurredAt\":\"$.t\"").OccurredAt?.ToString("O"));

    [Theory]
    [InlineData("\"yesterday\"")]
    [InlineData("\"1899-01-31T11:59:30Z\"")]
    [InlineData("\"2101-01-31T11:59:30Z\"")]
    [InlineData("63072000000")]
    [InlineData("-63158400000")]
    [InlineData("1209600000000000")]
    [InlineData("5")]
    [InlineData("\"\\u0000\"")]
    [InlineData("\"11/08/2017 @ 13:11 EST\"")]
    [InlineData("true")]
    [InlineData("{\"a\":1}")]
    public void Map_of_a_time_that_is_none_is_refused(string time)
    {
        var update = Map("""{"firstName":"$.a"}""", $$$"""{"id":"7","a":"A","t":{{{time}}}}""", "\"contactId\":\"$.id\",\"occurredAt\":\"$.t\"");

        Assert.Equal(["/occurredAt"], update.Errors.Select(error => error.Pointer));
    }

    [Theory]
    [InlineData("date:ms", "1769860770741", "2026-01-31T11:59:30.7410000+00:00")]
    [InlineData("date:s", "1769860770", "2026-01-31T11:59:30.0000000+00:00")]
    [InlineData("date:ms", "1769860770", "1970-01-21T11:37:40.7700000+00:00")]
    [InlineData("date:s", "\"2026-01-31T11:59:30Z\"", "2026-01-31T11:59:30.0000000+00:00")]
    [InlineData("date:s", "1769860770741", null)]
    public void Map_reads_the_time_in_the_unit_that_is_said(string convert, string time, string? expected) => Assert.Equal(
        expected,
        Map("""{"firstName":"$.a"}""", $$$"""{"id":"7","a":"A","t":{{{time}}}}""", $$"""
            "contactId":"$.id","occurredAt":{"path":"$.t","convert":"{{convert}}"}
            """).OccurredAt?.ToString("O"));

    [Fact]
    public void Map_of_hubspot_takes_dates_in_milliseconds()
    {
        const string hook = """{"scheme":"hubspot","secrets":["acme-s"],"contactId":"$[0].c","occurredAt":"$[0].t","changes":{"birthDate":{"path":"$[0].v","convert":"date"}}}""";

        var updates = MapAll(hook, """[{"c":1,"t":1769860770741,"v":"-63158400000"},{"c":2,"t":1769860770741,"v":"1209600000"},{"c":3,"t":1769860770741,"v":"1990-12-31"}]""");

        Assert.Equal(["""{"birthDate":"1968-01-01"}""", """{"birthDate":"1970-01-15"}""", """{"birthDate":"1990-12-31"}"""], updates.Select(Patch));
        Assert.All(updates, update => Assert.Equal("2026-01-31T11:59:30.7410000+00:00", update.OccurredAt?.ToString("O")));
    }

    [Theory]
    [InlineData("\"$.e\"", """{"e":"ev-1"}""", "ev-1")]
    [InlineData("[\"$.e\",\"$.f\",\"$.g\"]", """{"e":12345678901234567890,"g":"x"}""", "12345678901234567890/x")]
    [InlineData("\"$.e\"", "{}", null)]
    [InlineData("{\"header\":\"X-Id\"}", "{}", "from the header")]
    public void Map_finds_the_event_id(string eventId, string body, string? expected) => Assert.Equal(
        expected,
        MapAll($$$"""{"scheme":"bearer","eventId":{{{eventId}}},"contactId":"$.id","changes":{"firstName":"$.a"}}""", body, "from the header")[0].EventId);

    [Fact]
    public void Map_of_each_event_is_an_update_whatever_becomes_of_the_others()
    {
        const string hook = """{"scheme":"bearer","each":"$.events[*]","eventId":"$[0].e","contactId":"$[0].c","changes":{"firstName":"$[?(@.p=='name')].v","fields.score":{"path":"$[?(@.p=='score')].v","convert":"number"}}}""";

        var updates = MapAll(hook, """{"events":[{"e":1,"c":65059681032,"p":"name","v":"A"},{"e":2,"c":7,"p":"score","v":"1.10"},{"e":3,"c":7,"p":"score","v":"high"},{"e":4,"p":"other"},{"e":5,"p":"name","v":"B"}]}""");

        Assert.Equal(["""{"firstName":"A"}""", """{"fields":{"score":1.10}}""", "{}", "", """{"firstName":"B"}"""], updates.Select(Patch));
        Assert.Equal(["65059681032", "7", "7", "", ""], updates.Select(update => update.ContactId));
        Assert.Equal([0, 0, 1, 0, 1], updates.Select(update => update.Errors.Count));
        Assert.Equal(["1", "2", "3", "4", "5"], updates.Select(update => update.EventId!));
        Assert.Equal([false, false, false, true, false], updates.Select(update => update.IsNothing));
    }

    [Fact]
    public void Map_of_each_event_with_one_id_for_all_tells_them_apart() => Assert.Equal(
        ["m/0", "m/1"],
        MapAll("""{"scheme":"bearer","each":"$[*]","eventId":{"header":"X-Id"},"contactId":"$[0].c","changes":{"firstName":"$[0].n"}}""", """[{"c":1,"n":"A"},{"c":2,"n":"B"}]""", "m").Select(update => update.EventId!));

    [Theory]
    [InlineData(500, 500, 0)]
    [InlineData(501, 1, 1)]
    public void Map_of_each_event_takes_500(int events, int updates, int refused)
    {
        var mapped = MapAll(
            """{"scheme":"bearer","each":"$[*]","contactId":"$[0].c","changes":{"firstName":"$[0].n"}}""",
            "[" + string.Join(',', Enumerable.Repeat("""{"c":1,"n":"A"}""", events)) + "]");

        Assert.Equal((updates, refused), (mapped.Count, mapped.Count(update => update.Errors.Count > 0)));
    }

    [Theory]
    [InlineData("ev-1", "form/ev-1")]
    [InlineData(null, null)]
    public void IdempotencyKey_is_of_the_hook_and_the_event(string? eventId, string? key) =>
        Assert.Equal(key, HookReading.IdempotencyKey(ReadHook(Bearer), eventId));

    [Fact]
    public void IdempotencyKey_of_an_id_that_is_no_key_is_a_hash()
    {
        var hook = ReadHook(Bearer);
        var keys = new[] { new string('x', 300), new string('x', 301), "a\nb" }.Select(id => HookReading.IdempotencyKey(hook, id)!).ToArray();

        Assert.Equal(3, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Matches("^form/[0-9a-f]{32}$", key));
    }

    [Fact]
    public void ToString_of_an_update_holds_none_of_its_values() =>
        Assert.Equal("an update", Map("""{"firstName":"$.a"}""", """{"id":"7","a":"Ada"}""").ToString());

    [Fact]
    public void Map_reads_the_patch_by_the_rules_for_every_patch() =>
        Assert.Equal(FieldValue.Number("1.10"), Map("""{"fields.x":"$.a"}""", """{"id":"7","a":1.10}""").Changes["fields.x"]);
}
