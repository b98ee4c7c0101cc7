using System.Text;
using ContactRelay.Contacts;
using Xunit;

namespace ContactRelay.Tests.Contacts;

public sealed class PatchReaderErrorTests
{
    [Theory]
    [InlineData("""{"name":1}""", "/name")]
    [InlineData("""{"name":true}""", "/name")]
    [InlineData("""{"name":["a"]}""", "/name")]
    [InlineData("""{"phone":{"a":"b"}}""", "/phone")]
    [InlineData("""{"birthDate":18151210}""", "/birthDate")]
    [InlineData("""{"address":"London"}""", "/address")]
    [InlineData("""{"address":[]}""", "/address")]
    [InlineData("""{"address":{"city":5}}""", "/address/city")]
    [InlineData("""{"address":{"city":{}}}""", "/address/city")]
    [InlineData("""{"address":{"zip":"1"}}""", "/address/zip")]
    [InlineData("""{"address":{"a/b~c":"1"}}""", "/address/a~1b~0c")]
    [InlineData("""{"fields":null}""", "/fields")]
    [InlineData("""{"fields":[]}""", "/fields")]
    [InlineData("""{"fields":"x"}""", "/fields")]
    [InlineData("""{"fields":{"":1}}""", "/fields/")]
    [InlineData("""{"fields":{"x":{"y":1}}}""", "/fields/x")]
    [InlineData("""{"fields":{"x":{}}}""", "/fields/x")]
    [InlineData("""{"fields":{"x":[null]}}""", "/fields/x/0")]
    [InlineData("""{"fields":{"x":["a",[]]}}""", "/fields/x/1")]
    [InlineData("""{"fields":{"a.b/c~d":{}}}""", "/fields/a.b~1c~0d")]
    [InlineData("""{"Email":"a@b.c"}""", "/Email")]
    [InlineData("""{"first_name":"a"}""", "/first_name")]
    [InlineData("""{"address.city":"a"}""", "/address.city")]
    [InlineData("""{"a/b~c":1}""", "/a~1b~0c")]
    [InlineData("""{"":1}""", "/")]
    public void Read_wrong_type_or_name_points_at_it(string patch, string pointer) => Assert.Equal([pointer], Pointers(patch));

    [Theory]
    [InlineData("""{"subscription":null}""")]
    [InlineData("""{"subscription":true}""")]
    [InlineData("""{"subscription":"Subscribed"}""")]
    [InlineData("""{"subscription":"on"}""")]
    [InlineData("""{"subscription":""}""")]
    [InlineData("""{"subscription":["subscribed"]}""")]
    [InlineData("""{"subscription":{"a":1}}""")]
    public void Read_bad_subscription_points_at_it(string patch) => Assert.Equal(["/subscription"], Pointers(patch));

    [Theory]
    [InlineData("""{"tags":"a"}""", "/tags")]
    [InlineData("""{"tags":{}}""", "/tags")]
    [InlineData("""{"tags":[""]}""", "/tags/0")]
    [InlineData("""{"tags":["a",1.5]}""", "/tags/1")]
    [InlineData("""{"tags":["a","b",true]}""", "/tags/2")]
    [InlineData("""{"tags":[1e3]}""", "/tags/0")]
    [InlineData("""{"tags":["a",null]}""", "/tags/1")]
    [InlineData("""{"tags":["a",{}]}""", "/tags/1")]
    [InlineData("""{"lists":7}""", "/lists")]
    [InlineData("""{"lists":["7"]}""", "/lists/0")]
    [InlineData("""{"lists":[1,2.0]}""", "/lists/1")]
    [InlineData("""{"lists":[1,null]}""", "/lists/1")]
    public void Read_bad_item_points_at_it(string patch, string pointer) => Assert.Equal([pointer], Pointers(patch));

    [Theory]
    [InlineData("""{"tags":[null,true]}""", "/tags/0", "/tags/1")]
    [InlineData("""{"lists":[{},1,"a"]}""", "/lists/0", "/lists/2")]
    public void Read_several_bad_items_point_at_each(string patch, string first, string second) =>
        Assert.Equal([first, second], Pointers(patch));

    [Theory]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("ada@")]
    [InlineData("@example.com")]
    [InlineData("ada@example.com ")]
    [InlineData(" ada@example.com")]
    [InlineData("ada@exam ple.com")]
    [InlineData("ada@example.com,bob@example.com")]
    [InlineData("ada@example.com;bob@example.com")]
    [InlineData("Ada <ada@example.com>")]
    [InlineData("<ada@example.com>")]
    [InlineData("ada@@example.com")]
    [InlineData("ada@example.com\\r\\nBcc: bob@example.com")]
    [InlineData("ada\\u0000@example.com")]
    public void Read_bad_email_points_at_it(string email) => Assert.Equal(["/email"], Pointers($$"""{"email":"{{email}}"}"""));

    [Theory]
    [InlineData("""{"name":"a","name":"b"}""", "/name")]
    [InlineData("""{"name":"a","n\u0061me":"b"}""", "/name")]
    [InlineData("""{"address":{"city":"a","city":"a"}}""", "/address/city")]
    [InlineData("""{"address":{"city":"a"},"address":{"state":"b"}}""", "/address")]
    [InlineData("""{"fields":{"x":1,"x":2}}""", "/fields/x")]
    [InlineData("""{"fields":{"a/b":1,"a/b":2}}""", "/fields/a~1b")]
    [InlineData("""{"fields":{"x":1},"fields":{"y":1}}""", "/fields")]
    public void Read_duplicate_name_points_at_it(string patch, string pointer) => Assert.Equal([pointer], Pointers(patch));

    [Theory]
    [InlineData("""{"name":"\ud800"}""", "/name")]
    [InlineData("""{"name":"\udc00\ud800"}""", "/name")]
    [InlineData("""{"email":"\ud800@b.c"}""", "/email")]
    [InlineData("""{"address":{"city":"\ud800x"}}""", "/address/city")]
    [InlineData("""{"fields":{"x":"\ude00"}}""", "/fields/x")]
    [InlineData("""{"fields":{"x":["a","\ud83d"]}}""", "/fields/x/1")]
    [InlineData("""{"tags":["\ud83d"]}""", "/tags/0")]
    [InlineData("""{"\ud800":1,"name":"a"}""", "")]
    [InlineData("""{"address":{"\ud800":1}}""", "/address")]
    [InlineData("""{"fields":{"\ud800":[1]}}""", "/fields")]
    public void Read_lone_surrogate_points_at_it(string patch, string pointer) => Assert.Equal([pointer], Pointers(patch));

    [Fact]
    public void Read_subscription_with_a_lone_surrogate_points_at_it() =>
        Assert.All(Pointers("""{"subscription":"\ud800"}"""), pointer => Assert.Equal("/subscription", pointer));

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void Read_own_name_has_a_greatest_length(int length, bool isTaken)
    {
        var result = Read($$$"""{"fields":{"{{{new string('n', length)}}}":1}}""");

        Assert.Equal(isTaken, result.Changes is not null);
    }

    [Fact]
    public void Read_several_errors_are_all_told()
    {
        var pointers = Pointers("""{"name":1,"what":[{}],"address":{"zip":1},"fields":{"x":{}},"email":"no","phone":"fine"}""");

        Assert.Equal(["/name", "/what", "/address/zip", "/fields/x", "/email"], pointers);
    }

    [Fact]
    public void Read_very_many_errors_are_cut()
    {
        var patch = "{" + string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"n{i}\":1")) + "}";

        Assert.Equal(50, Read(patch).Errors.Count);
    }

    [Fact]
    public void Read_error_tells_no_value()
    {
        var result = Read("""{"email":"secret","subscription":"secret","tags":[true],"fields":{"x":["secret",null]}}""");

        Assert.Equal(4, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.DoesNotContain("secret", error.Detail, StringComparison.Ordinal));
    }

    private static PatchResult Read(string json) => PatchReader.Read(Encoding.UTF8.GetBytes(json));

    private static string[] Pointers(string json)
    {
        var result = Read(json);
        Assert.Null(result.Changes);
        Assert.Null(result.Syntax);
        return [.. result.Errors.Select(error => error.Pointer)];
    }
}
