using ContactRelay.Providers.Everlytic;
using ContactRelay.Tenants;
using Xunit;

namespace ContactRelay.Tests.Providers.Everlytic;

public sealed class EverlyticRefusalTests() : ProviderTest(new EverlyticProvider(), TenantBuilder.Everlytic().Build())
{
    private readonly Tenant _xmlRpc = TenantBuilder.Everlytic("xmlrpc").Build();

    [Theory]
    [InlineData("""{"name":"a"}""", "/name")]
    [InlineData("""{"note":"a"}""", "/note")]
    [InlineData("""{"lists":[1]}""", "/lists")]
    public void Validate_field_without_a_place_is_refused_as_unmapped(string patch, string pointer)
    {
        foreach (var tenant in (Tenant[])[Tenant, _xmlRpc])
        {
            var error = Assert.Single(Errors(patch, tenant: tenant));
            Assert.Equal(pointer, error.Pointer);
            Assert.True(error.IsUnmapped);
        }
    }

    [Theory]
    [InlineData("""{"email":"ada@example.com"}""", "/email")]
    [InlineData("""{"email":null}""", "/email")]
    [InlineData("""{"subscription":"unconfirmed"}""", "/subscription")]
    [InlineData("""{"subscription":"cleaned"}""", "/subscription")]
    [InlineData("""{"subscription":"complained"}""", "/subscription")]
    [InlineData("""{"gender":"other"}""", "/gender")]
    [InlineData("""{"gender":null}""", "/gender")]
    [InlineData("""{"maritalStatus":"divorced"}""", "/maritalStatus")]
    [InlineData("""{"fields":{"status":"subscribed"}}""", "/fields/status")]
    [InlineData("""{"fields":{"preferred_email_format":"HTML"}}""", "/fields/preferred_email_format")]
    [InlineData("""{"fields":{"create_notifications":true}}""", "/fields/create_notifications")]
    [InlineData("""{"tags":["a",7]}""", "/tags")]
    [InlineData("""{"fields":{"a/b":["x"]}}""", "/fields/a~1b")]
    [InlineData("""{"firstName":"A","fields":{"name":"B"}}""", "/fields/name")]
    public void Validate_what_Everlytic_cannot_express_is_refused(string patch, string pointer)
    {
        foreach (var tenant in (Tenant[])[Tenant, _xmlRpc])
        {
            var error = Assert.Single(Errors(patch, tenant: tenant));
            Assert.Equal(pointer, error.Pointer);
            Assert.False(error.IsUnmapped);
        }
    }

    [Theory]
    [InlineData("id")]
    [InlineData("date_create")]
    [InlineData("score")]
    [InlineData("rating")]
    [InlineData("email_status")]
    [InlineData("email_bounce_hard_count")]
    [InlineData("email_bounce_soft_count")]
    [InlineData("block_bounce_count")]
    [InlineData("sms_bounce_hard_count")]
    [InlineData("sms_bounce_soft_count")]
    [InlineData("sms_bounce_consecutive_count")]
    [InlineData("complaints_count")]
    [InlineData("forward_count")]
    [InlineData("invite_count")]
    [InlineData("bounce_unidentified_count")]
    [InlineData("autoresponder_count")]
    [InlineData("email_message_ids")]
    [InlineData("sms_message_ids")]
    [InlineData("email_message_count")]
    [InlineData("sms_message_count")]
    [InlineData("message_reads_inferred")]
    [InlineData("message_reads_unique")]
    [InlineData("message_link_clicks")]
    [InlineData("message_link_clicks_unique")]
    public void Validate_read_only_property_is_refused(string name)
    {
        Assert.Equal(["/fields/" + name], Pointers($$$"""{"fields":{"{{{name}}}":1}}"""));
        Assert.Equal(["/phone"], Pointers("""{"phone":"1"}""", tenant: TenantBuilder.Everlytic().Map("phone", name).Build()));
    }

    [Theory]
    [InlineData("""{"tags":null}""", "/tags")]
    [InlineData("""{"firstName":"a\u0000b"}""", "/firstName")]
    [InlineData("""{"firstName":"\u000b"}""", "/firstName")]
    [InlineData("""{"firstName":"\uffff"}""", "/firstName")]
    [InlineData("""{"tags":["\u0001"]}""", "/tags")]
    [InlineData("""{"fields":{"x":1e3}}""", "/fields/x")]
    [InlineData("""{"fields":{"x":1E400}}""", "/fields/x")]
    [InlineData("{\"fields\":{\"\\u0001\":\"x\"}}", "/fields/\u0001")]
    [InlineData("{\"fields\":{\"\\u0001\":7}}", "/fields/\u0001")]
    [InlineData("{\"fields\":{\"\\u0001\":null}}", "/fields/\u0001")]
    public void Validate_what_XmlRpc_cannot_carry_is_refused_there_alone(string patch, string pointer)
    {
        Assert.Equal([pointer], Pointers(patch, tenant: _xmlRpc));
        Assert.NotEmpty(Build(patch).Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("007")]
    [InlineData("1 OR 1")]
    public void Validate_id_that_is_no_integer_points_at_the_id(string id)
    {
        Assert.Equal(["/contactId"], Pointers("""{"firstName":"A"}""", contactId: id));
        Assert.Equal(["/contactId"], Pointers("""{"firstName":"A"}""", contactId: id, tenant: _xmlRpc));
    }

    [Fact]
    public void Validate_several_refusals_are_all_told() =>
        Assert.Equal(
            ["/contactId", "/email", "/note", "/subscription", "/fields/score"],
            Pointers("""{"email":"a@b.c","firstName":"A","note":"n","subscription":"cleaned","fields":{"score":1}}""", contactId: "x"));

    [Fact]
    public void Remember_nothing_is_demanded_so_nothing_is_kept() =>
        Assert.Empty(Provider.Remember(Fields(""), Fields("""{"firstName":"A","subscription":"subscribed"}""")));
}
