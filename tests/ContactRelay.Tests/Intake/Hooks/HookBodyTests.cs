using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Intake.Hooks;
using Xunit;

namespace ContactRelay.Tests.Intake.Hooks;

/// <summary>Bodies of JSON and of forms, as they are sent and as they should not be.</summary>
public sealed class HookBodyTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Multipart = "multipart/form-data; boundary=b1";

    [Theory]
    [InlineData("""{"a":1.10,"b":12345678901234567890123,"c":-0,"d":1e5,"e":0.12345678901234567890123456789012345,"f":1E+400}""")]
    [InlineData("""[{"a":[true,false,null]},"2026-01-31T11:59:30Z","/Date(1)/",""]""")]
    [InlineData("""{"a":"ünï \ud83d\ude00 \u0000"}""")]
    public void Read_json_keeps_everything_as_it_was_written(string json) =>
        Assert.Equal(json.Replace("\\ud83d\\ude00", "😀", StringComparison.Ordinal), ReadJson(json, "application/json"));

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/cloudevents+json")]
    [InlineData("text/json;charset=\"UTF-8\"")]
    public void Read_json_with_a_byte_order_mark_is_read_under_any_of_its_types(string type) =>
        Assert.Equal("""{"a":"é"}""", ReadJson("\uFEFF" + """{"a":"é"}""", type));

    [Theory]
    [InlineData(Form + "; charset=ISO-8859-1", "a=\u00e9 O\u0092Neil")]
    [InlineData(Form + "; charset=latin1", "a=\u00e9+O%92Neil")]
    [InlineData(Form + "; charset=Windows-1252;", "a=%E9+O\u0092Neil")]
    [InlineData(Form, "a=%E9+O%92Neil&_charset_=iso-8859-1")]
    [InlineData(Form, "_charset_=windows-1252&a=%E9+O%92Neil")]
    [InlineData(Multipart, "--b1\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; charset=ISO-8859-1\r\n\r\n\u00e9 O\u0092Neil\r\n--b1--")]
    [InlineData(Multipart, "--b1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\u00e9 O\u0092Neil\r\n--b1\r\nContent-Disposition: form-data; name=\"_charset_\"\r\n\r\nISO-8859-1\r\n--b1--")]
    [InlineData("multipart/form-data; charset=ISO-8859-1; boundary=b1", "--b1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\u00e9 O\u0092Neil\r\n--b1--")]
    [InlineData("application/json; charset=ISO-8859-1", "{\"a\":\"\u00e9 O\u0092Neil\"}")]
    public void Read_latin1_is_windows_1252_as_on_the_web(string type, string body) =>
        Assert.Equal("é O’Neil", ReadBody(Encoding.Latin1.GetBytes(body), type).Json?["a"]?.ToString());

    [Theory]
    [InlineData("koi8-r", "a=%C1")]
    [InlineData("windows-1251", "a=%E0")]
    public void Read_form_takes_other_character_sets_of_the_web(string charset, string form) =>
        Assert.Equal("""{"a":"а"}""", ReadJson(form, $"{Form}; charset={charset}"));

    [Theory]
    [InlineData("application/json; charset=utf-8;")]
    [InlineData("application/json;")]
    [InlineData("application/json; ; charset=UTF8")]
    [InlineData("application/json; charset=")]
    [InlineData("application/json, application/json")]
    [InlineData("Application/JSON;charset=\"utf-8\" ;x")]
    public void Read_json_under_a_type_that_is_not_quite_right(string type) => Assert.Equal("""{"a":"é"}""", ReadJson("""{"a":"é"}""", type));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{'a':1}")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":1 /* comment */}""")]
    [InlineData("NaN")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    public void Read_what_is_no_json_is_a_problem(string json)
    {
        var body = ReadBody(Encoding.UTF8.GetBytes(json), "application/json");

        Assert.Null(body.Json);
        Assert.NotNull(body.Problem);
        Assert.False(body.IsUnknownType);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public void Read_json_may_nest_64_deep(int depth, bool isRead) => Assert.Equal(
        isRead, ReadBody(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)), "application/json").Json is not null);

    [Theory]
    [InlineData("application/json")]
    [InlineData(Form)]
    [InlineData(Multipart)]
    public void Read_what_is_not_utf8_is_a_problem(string type) =>
        Assert.NotNull(ReadBody((byte[])[.. "--b1\r\nContent-Disposition: form-data; name=a\r\n\r\n"u8, 0xFF, .. "\r\n--b1--"u8], type).Problem);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    public void Read_another_type_is_said_to_be_that(string? type) => Assert.True(ReadBody("{}"u8.ToArray(), type).IsUnknownType);

    [Theory]
    [InlineData("a=1&b=two+words&c=%C3%A9%26%3D&d", """{"a":"1","b":"two words","c":"é&=","d":""}""")]
    [InlineData("a=1&a=2&a=3", """{"a":["1","2","3"]}""")]
    [InlineData("a[]=1&a[]=2", """{"a":["1","2"]}""")]
    [InlineData("a[]=1", """{"a":["1"]}""")]
    [InlineData("a%5Bfirst%5D=Ada&a%5Blast%5D=L", """{"a":{"first":"Ada","last":"L"}}""")]
    [InlineData("a[0]=x&a[1]=y", """{"a":["x","y"]}""")]
    [InlineData("a[0][n]=x&a[1][n]=y", """{"a":[{"n":"x"},{"n":"y"}]}""")]
    [InlineData("a[1]=x&a[2]=y", """{"a":{"1":"x","2":"y"}}""")]
    [InlineData("a[b][c][]=1&a[b][c][]=2", """{"a":{"b":{"c":["1","2"]}}}""")]
    [InlineData("0=a&1=b", """{"0":"a","1":"b"}""")]
    [InlineData("a=1&a[b]=2", """{"a":"1","a[b]":"2"}""")]
    [InlineData("a[b]=2&a[]=1", """{"a":{"b":"2"},"a[]":"1"}""")]
    [InlineData("[a]=1&a]=2&a[b=3&a[b]c=4&a[b[c]]=5", """{"[a]":"1","a]":"2","a[b":"3","a[b]c":"4","a[b[c]]":"5"}""")]
    [InlineData("a=100%&b=%zz&c=%4", """{"a":"100%","b":"%zz","c":"%4"}""")]
    [InlineData("&&a=1&", """{"a":"1"}""")]
    [InlineData("1.3=Ada", """{"1.3":"Ada"}""")]
    [InlineData("", "{}")]
    [InlineData("rawRequest=%7B%22q1%22%3A%7B%220%22%3A1.10%7D%7D", """{"rawRequest":{"q1":{"0":1.10}}}""")]
    [InlineData("rawRequest=not+json", """{"rawRequest":"not json"}""")]
    public void Read_form_makes_an_object_of_its_fields(string form, string json) => Assert.Equal(json, ReadJson(form, Form));

    [Fact]
    public void Read_form_with_many_brackets_keeps_the_name() =>
        Assert.StartsWith("{\"a[b][b]", ReadJson("a" + string.Concat(Enumerable.Repeat("[b]", 5_000)) + "=1", Form), StringComparison.Ordinal);

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void Read_multipart_takes_the_fields_and_leaves_the_files(string line)
    {
        string[] lines =
        [
            "preamble", "--b1", "Content-Disposition: form-data; name=\"a\"", "", "one", "two", "--b1",
            "content-type: text/plain; charset=utf-8", "content-disposition: form-data; Name=b", "", "", "--b1",
            "Content-Disposition: form-data; name=\"c; filename=x\\\"\"", "", "--b10 is no end", "--b1",
            "Content-Disposition: form-data; name=\"file\"; filename=\"a;b.png\"", "Content-Type: image/png", "", "bytes", "--b1",
            "Content-Disposition: form-data; name=\"d[e]\"", "", "3", "--b1--", "epilogue",
        ];

        Assert.Equal(
            $$$"""{"a":{{{JsonText.Quote("one" + line + "two")}}},"b":"","c; filename=x\"":"--b10 is no end","d":{"e":"3"}}""",
            ReadJson(string.Join(line, lines), Multipart));
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=\"a b:c\"", "a b:c")]
    [InlineData("multipart/form-data; charset=utf-8; boundary=----x", "----x")]
    [InlineData("multipart/form-data; boundary=----=_Part_6_1.2", "----=_Part_6_1.2")]
    [InlineData("multipart/form-data; boundary=\"----=_Part_6_1.2\";", "----=_Part_6_1.2")]
    [InlineData("multipart/form-data; boundary=a b/c:d,e?", "a b/c:d,e?")]
    [InlineData("multipart/form-data; boundary=x, multipart/form-data; boundary=x", "x")]
    public void Read_multipart_takes_any_boundary(string type, string boundary) => Assert.Equal(
        """{"a":"1"}""", ReadJson($"--{boundary}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--{boundary}--", type));

    [Theory]
    [InlineData("multipart/form-data", "--b1--")]
    [InlineData(Multipart, "")]
    [InlineData(Multipart, "--b2\r\n--b2--")]
    [InlineData(Multipart, "--b1\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\n?\r\n--b1--")]
    [InlineData(Multipart, "--b1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1")]
    public void Read_multipart_that_is_none_is_a_problem(string type, string body) =>
        Assert.NotNull(ReadBody(Encoding.UTF8.GetBytes(body), type).Problem);

    [Theory]
    [InlineData("--b1--", "{}")]
    [InlineData("--b1\r\n\r\nno name\r\n--b1--", "{}")]
    [InlineData("--b1\r\nContent-Disposition:\"\r\n\r\nx\r\n--b1--", "{}")]
    [InlineData("--b1\r\n--b1\r\n--b1--", "{}")]
    [InlineData("--b1\r\nContent-Disposition: form-data;\r\n name=\"a\"\r\n\r\n1\r\n--b1--", """{"a":"1"}""")]
    [InlineData("--b1\r\nContent-Disposition: form-data; name*=UTF-8''na%C3%AFve\r\n\r\n1\r\n--b1--", """{"naïve":"1"}""")]
    [InlineData("--b1\r\nContent-Disposition: form-data; name=\"größe\"\r\n\r\n1\r\n--b1--", """{"größe":"1"}""")]
    [InlineData("--b1\r\nContent-Disposition: form-data; name=\"a\"\r\n--b1--", """{"a":""}""")]
    public void Read_odd_multipart_is_read_as_far_as_it_goes(string body, string json) => Assert.Equal(json, ReadJson(body, Multipart));

    [Theory]
    [InlineData("base64", "w6kgPSA9\r\nIDE=", "é = = 1")]
    [InlineData("BASE64", "w6k=", "é")]
    [InlineData("quoted-printable", "=C3=A9 =3D =\r\n1 \r\ntwo=", "é = 1\r\ntwo")]
    [InlineData("Quoted-Printable", "100=% =zz =4", "100=% =zz =4")]
    [InlineData("8bit", "=C3=A9", "=C3=A9")]
    [InlineData("binary", "é", "é")]
    public void Read_multipart_decodes_what_is_encoded(string encoding, string content, string text) => Assert.Equal(
        text,
        ReadBody(Encoding.UTF8.GetBytes($"--b1\r\nContent-Transfer-Encoding: {encoding}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{content}\r\n--b1--"), Multipart).Json?["a"]?.ToString());

    [Theory]
    [InlineData("filename=\"r\u00e9sum\u00e9.pdf\"", "application/pdf")]
    [InlineData("filename=\"r\u00c3\u00a9sum\u00c3\u00a9.pdf\"", "application/pdf")]
    [InlineData("filename*=UTF-8''r%C3%A9sum%C3%A9.pdf", "application/pdf")]
    [InlineData("filename*=ISO-8859-1'en'r%E9sum%E9.pdf", "text/plain; charset=nonsense")]
    [InlineData("filename=\"C:\\dir\\\"", "application/pdf")]
    [InlineData("filename=\"\"", "application/octet-stream")]
    [InlineData("x=y", "application/octet-stream")]
    [InlineData("x=y", "image/png")]
    public void Read_multipart_skips_files_whatever_they_are_called(string parameter, string type)
    {
        var body = $"--b1\r\nContent-Disposition: form-data; name=\"f\"; {parameter}\r\nContent-Type: {type}\r\nContent-Transfer-Encoding: base64\r\n\r\n\u00ff\u0000?\r\n--b1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b1--";

        Assert.Equal("""{"a":"1"}""", Write(ReadBody(Encoding.Latin1.GetBytes(body), Multipart)));
    }

    private static string ReadJson(string body, string type) => Write(ReadBody(Encoding.UTF8.GetBytes(body), type));

    private static string Write(HookBody body)
    {
        Assert.Null(body.Problem);
        return Encoding.UTF8.GetString(JsonText.Write(writer => HookJson.Write(writer, body.Json!)));
    }

    private static HookBody ReadBody(ReadOnlyMemory<byte> body, string? type) => HookBody.Read(body, type, new(TimeProvider.System));
}
