using System.Net.Http.Headers;

namespace Torghut.Sandbox.ClickHouse.Tests;

public sealed class FormTests
{
    [Test]
    public async Task Post_FormWithQueryParameterAndSetting_IsTakenAsIfInTheAddress()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("SELECT {x:String}, getSetting('max_block_size')"), "query" },
            { new StringContent("a&b=c"), "param_x" },
            { new StringContent("1234"), "max_block_size" },
        };
        using HttpResponseMessage response = await TestServer.PostAsync(form);
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("a&b=c\t1234\n"));
    }

    [Test]
    public async Task Post_FormWithAFile_IsRefusedAsNotImplemented()
    {
        using var form = new MultipartFormDataContent { { new StringContent("1\n"), "ids", "ids.tsv" } };
        using HttpResponseMessage response = await TestServer.PostAsync(form, "query=SELECT%201");
        Assert.That(response.Headers.GetValues("X-ClickHouse-Exception-Code").Single(), Is.EqualTo("48"));
    }

    [TestCase("multipart/form-data", "x")]
    [TestCase("multipart/form-data; boundary=b", "--b\r\nno header end")]
    [TestCase("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\nSELECT 1\r\n--b--\r\n")]
    public async Task Post_FormThatIsNoForm_IsRefusedByNumber(string contentType, string body)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using HttpResponseMessage response = await TestServer.PostAsync(content);
        Assert.That(response.Headers.GetValues("X-ClickHouse-Exception-Code").Single(), Is.EqualTo("36"));
    }
}
